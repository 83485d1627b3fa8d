package import Logging

/// What a long operation tells its watcher. Cheap enough to call per file, and from several threads.
package struct Reporter: Sendable {
    private let sink: any ReportSink

    /// Tells `sink`.
    package init(_ sink: any ReportSink) { self.sink = sink }

    /// Tells nobody.
    package static let silent = Reporter(SilentSink())

    /// Starts the next named step and ends the one before.
    ///
    /// `total` is `nil` while it is not known. While a step runs that is not cancellable, whoever asks for the end of
    /// the operation is refused; such a step must not call `checkCancellation`.
    package func begin(
        step: String,
        total: Int64? = nil,
        unit: ReportUnit = .items,
        isCancellable: Bool = true
    ) {
        sink.begin(step: step, total: total, unit: unit, isCancellable: isCancellable)
    }

    /// Says that more of the current step is done.
    package func advance(by amount: Int64 = 1) { sink.advance(by: amount) }

    /// Says that the current step has more to do than was known, so much in all.
    package func extend(total: Int64) { sink.extend(total: total) }

    /// Adds to a named number of the whole operation.
    package func count(_ name: String, by amount: Int64 = 1) { sink.count(name, by: amount) }

    /// Says something worth keeping.
    package func log(_ level: LogLevel, _ message: String, _ fields: [String: String] = [:]) {
        sink.log(level, message, fields)
    }

    /// Throws `CancellationError` once the operation was cancelled; every loop over files calls it.
    ///
    /// It works on threads that the operation started itself too, where `Task.isCancelled` knows nothing.
    package func checkCancellation() throws {
        if Task.isCancelled || sink.isCancelled { throw CancellationError() }
    }
}

private struct SilentSink: ReportSink {
    func begin(step: String, total: Int64?, unit: ReportUnit, isCancellable: Bool) {}
    func advance(by amount: Int64) {}
    func extend(total: Int64) {}
    func count(_ name: String, by amount: Int64) {}
    func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) {}
}
