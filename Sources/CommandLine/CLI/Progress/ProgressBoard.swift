import Logging
import Reporting
import Synchronization

/// Keeps what an engine of this process reports, until somebody looks.
final class ProgressBoard: ReportSink {
    private let done = Atomic<Int64>(0)
    private let step = Mutex<StepProgress?>(nil)
    private let started: @Sendable (StepProgress) -> Void
    private let logged: @Sendable (LogLevel, String, [String: String]) -> Void

    /// Tells at once which step begins and what is logged.
    init(
        started: @escaping @Sendable (StepProgress) -> Void,
        logged: @escaping @Sendable (LogLevel, String, [String: String]) -> Void
    ) {
        self.started = started
        self.logged = logged
    }

    /// The step that runs now, and how far it is.
    var current: StepProgress? {
        var step = step.withLock { $0 }
        step?.done = done.load(ordering: .relaxed)
        return step
    }

    func begin(_ step: Step, total: Int64?, unit: ReportUnit) {
        let next = StepProgress(name: step.name, done: 0, total: total, unit: unit.rawValue)
        done.store(0, ordering: .relaxed)
        self.step.withLock { $0 = next }
        started(next)
    }

    func advance(by amount: Int64) { done.add(amount, ordering: .relaxed) }
    func extend(total: Int64) { step.withLock { $0?.total = total } }
    func count(_ name: String, by amount: Int64) {}
    func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) { logged(level, message, fields) }
}
