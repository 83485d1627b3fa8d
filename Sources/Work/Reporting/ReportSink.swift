package import Logging

/// Who watches an operation. Called from several threads at once.
package protocol ReportSink: Sendable {
    /// The next step starts, the one before has ended.
    func begin(step: String, total: Int64?, unit: ReportUnit, isCancellable: Bool)
    /// More of the current step is done.
    func advance(by amount: Int64)
    /// The current step has so much to do in all.
    func extend(total: Int64)
    /// A named number of the whole operation grows.
    func count(_ name: String, by amount: Int64)
    /// Something worth keeping happened.
    func log(_ level: LogLevel, _ message: String, _ fields: [String: String])
    /// Whether the operation shall end early; asked before every file.
    var isCancelled: Bool { get }
}

extension ReportSink {
    /// A sink that cancels nothing by itself.
    package var isCancelled: Bool { false }
}
