import Logging
import Reporting

/// What came of a job, for its log alone: whoever watches is told by the outcome.
///
/// It is told when the work is over, so it ends the step that ran last.
struct JobStory: ReportSink {
    let monitor: JobMonitor

    func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) {
        monitor.endStep()
        monitor.log(level, message, fields)
    }

    func begin(_ step: Step, total: Int64?, unit: ReportUnit) {}
    func advance(by amount: Int64) {}
    func extend(total: Int64) {}
    func count(_ name: String, by amount: Int64) {}
}
