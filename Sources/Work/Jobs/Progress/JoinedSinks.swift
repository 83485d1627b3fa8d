import Logging
import Reporting

/// Two watchers that hear the same.
struct JoinedSinks: ReportSink {
    let first: Reporter
    let second: Reporter

    func begin(_ step: Step, total: Int64?, unit: ReportUnit) {
        first.begin(step, total: total, unit: unit)
        second.begin(step, total: total, unit: unit)
    }

    func advance(by amount: Int64) {
        first.advance(by: amount)
        second.advance(by: amount)
    }

    func extend(total: Int64) {
        first.extend(total: total)
        second.extend(total: total)
    }

    func count(_ name: String, by amount: Int64) {
        first.count(name, by: amount)
        second.count(name, by: amount)
    }

    func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) {
        first.log(level, message, fields)
        second.log(level, message, fields)
    }
}
