package import Logging

/// What the numbers of a step count.
package enum ReportUnit: String, Sendable, CaseIterable {
    case items, files, bytes, packages
}

/// What a long operation tells its watcher.
///
/// Cheap enough to call per file, and from several threads.
package struct Reporter: Sendable {
    private let sink: any ReportSink

    package init(_ sink: any ReportSink) { self.sink = sink }

    /// Tells nobody.
    package static let silent = Reporter(SilentSink())

    /// Starts the next step and ends the one before; `total` is `nil` while it is not known.
    package func begin(_ step: Step, total: Int64? = nil, unit: ReportUnit = .items) {
        sink.begin(step, total: total, unit: unit)
    }

    /// Says that more of the current step is done.
    package func advance(by amount: Int64 = 1) { sink.advance(by: amount) }

    /// Says that so many bytes more of the current step are done; throws once the operation was cancelled.
    package func passed(_ bytes: Int) throws {
        try checkCancellation()
        advance(by: Int64(bytes))
    }

    /// Raises the total of the current step: it has more to do than was known.
    package func extend(total: Int64) { sink.extend(total: total) }

    /// Adds to a named number of the whole operation.
    package func count(_ name: String, by amount: Int64 = 1) { sink.count(name, by: amount) }

    /// Says something worth keeping.
    package func log(_ level: LogLevel, _ message: String, _ fields: [String: String] = [:]) {
        sink.log(level, message, fields)
    }

    /// Throws `CancellationError` once the operation was cancelled; every loop over files calls it.
    package func checkCancellation() throws { try Task.checkCancellation() }
}

/// Who watches; called from several threads at once.
package protocol ReportSink: Sendable {
    /// The next step begins, and the one before ends.
    func begin(_ step: Step, total: Int64?, unit: ReportUnit)
    /// More of the step that runs is done.
    func advance(by amount: Int64)
    /// The step that runs has more to do than was known.
    func extend(total: Int64)
    func count(_ name: String, by amount: Int64)
    func log(_ level: LogLevel, _ message: String, _ fields: [String: String])
}

private struct SilentSink: ReportSink {
    func begin(_ step: Step, total: Int64?, unit: ReportUnit) {}
    func advance(by amount: Int64) {}
    func extend(total: Int64) {}
    func count(_ name: String, by amount: Int64) {}
    func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) {}
}

/// One named part of a long operation: declared once, beside the engine that takes it.
package struct Step: Sendable, Hashable {
    /// What people read: `read back`.
    package let name: String
    /// Whether the operation may be cancelled while it is in this step.
    package let isCancellable: Bool
    /// Whether it takes next to nothing beside the step before, so that an estimate of the time left may pass over it.
    package let isBrief: Bool

    /// Names a step; one that must not be left once it has begun, or that is brief, says so here.
    package init(_ name: String, isCancellable: Bool = true, isBrief: Bool = false) {
        self.name = name
        self.isCancellable = isCancellable
        self.isBrief = isBrief
    }
}
