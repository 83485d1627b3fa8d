import Logging
import Reporting
import Synchronization

/// Watches one attempt of a job: keeps its steps and counters, and passes its log lines on.
final class JobMonitor: ReportSink {
    private struct State: Sendable {
        var steps: StepList
        var isCancellable = true
        var counters: [String: Int64] = [:]
    }

    private let job: Job
    private let kind: JobKind
    private let clock: JobClock
    private let jobLog: JobLog
    private let feed: JobEventFeed
    private let state: Mutex<State>
    // What was done since the running step began; apart from `state`, for it changes with every file.
    private let done = Atomic<Int64>(0)

    init(_ job: Job, kind: JobKind, clock: JobClock, log: JobLog, feed: JobEventFeed) {
        self.job = job
        self.kind = kind
        self.clock = clock
        self.jobLog = log
        self.feed = feed
        state = Mutex(State(steps: StepList(planned: kind.steps(job.repository))))
    }

    /// Whether the running step may be left when somebody cancels the job.
    var isCancellable: Bool {
        state.withLock { $0.isCancellable }
    }

    /// Writes who wanted it, and which attempt begins.
    func logStart() {
        log(.info, "started", ["initiator": job.initiator, "attempt": "\(job.attempt)"])
    }

    /// Ends the step before, and writes what it came to.
    func begin(_ step: Step, total: Int64?, unit: ReportUnit) {
        let ended = state.withLock { state in
            let finished = done.exchange(0, ordering: .relaxed)
            state.isCancellable = step.isCancellable
            let running = state.steps.running
            state.steps.begin(step.name, total: total, unit: unit.rawValue, done: finished, at: clock.uptime())
            return running.map { state.steps.steps[$0] }
        }
        if let ended, ended.name != step.name { log(.info, ended.account, [:]) }
    }

    func advance(by amount: Int64) { done.add(amount, ordering: .relaxed) }

    func extend(total: Int64) { state.withLock { $0.steps.extend(total: total) } }

    func count(_ name: String, by amount: Int64) { state.withLock { $0.counters[name, default: 0] += amount } }

    func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) {
        let event = LogEvent(time: clock.time(), level: level, label: job.type, message: message, fields: fields)
        jobLog.append(event)
        feed.post(line: event, of: job.id)
    }

    /// Ends the running step, if one runs, and writes what it came to: the work is over, and what came of all of it
    /// follows.
    func endStep() {
        let ended = state.withLock { state in
            let running = state.steps.running
            state.steps.endRunning(.done, done: done.exchange(0, ordering: .relaxed))
            return running.map { state.steps.steps[$0] }
        }
        if let ended { log(.info, ended.account, [:]) }
    }

    /// What was told so far; measures the rate.
    func measure() -> JobReport {
        state.withLock { $0.steps.measure(done: done.load(ordering: .relaxed), at: clock.uptime()) }
        return report()
    }

    /// What was told so far.
    func report() -> JobReport {
        state.withLock { state in
            JobReport(
                progress: state.steps.progress(done: done.load(ordering: .relaxed)),
                counters: state.counters,
                logBytes: jobLog.bytes
            )
        }
    }

    /// Nothing more is said: nobody works on the job any more.
    func close() { jobLog.close() }

    /// Ends the attempt: logs what it came to, ends the running step and says how far all of it came.
    func finish(_ verdict: Verdict) -> JobReport {
        var last = report()
        let ended = state.withLock { state in
            let running = state.steps.running
            state.steps.endRunning(verdict.isComplete ? .done : .failed, done: done.exchange(0, ordering: .relaxed))
            if verdict.isComplete { state.steps.skip(upTo: state.steps.steps.count) }
            last.progress.steps = state.steps.steps
            return running.map { state.steps.steps[$0] }
        }
        if let ended { log(.info, ended.account, [:]) }
        log(verdict.logLevel, verdict.logMessage, verdict.logFields)
        last.logBytes = jobLog.bytes
        last.progress.etaSeconds = nil
        if verdict.isComplete { last.progress.percent = 100 }
        return last
    }
}

/// What a running job has told so far.
struct JobReport: Sendable, Equatable {
    var progress: JobProgress
    var counters: [String: Int64]
    var logBytes: Int64
}
