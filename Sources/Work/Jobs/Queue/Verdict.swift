import JSON
import Logging

/// What becomes of a job whose attempt has ended, or was given up.
struct Verdict {
    var state: JobState
    var result: JSONValue = [:]
    /// What went wrong; also when another attempt follows.
    var problem: JobProblem?
    /// The pause before the next attempt, when there is one.
    var pause: Duration?

    init(_ state: JobState, problem: JobProblem? = nil) {
        self.state = state
        self.problem = problem
    }

    /// Judges what the work returned or threw, given why it was told to stop, if it was.
    init(_ result: Result<JobOutcome, any Error>, of execution: Execution, describe: (any Error) -> JobProblem) {
        switch result {
        case .success(let outcome):
            // What was done was done, even if the request to stop came first.
            self.init(outcome.jobState)
            self.result = outcome.result
        case .failure(let error):
            self.init(error, of: execution, describe: describe)
        }
    }

    /// What an attempt comes to that was told to stop and has not done so in time.
    static func givenUp(_ reason: Execution.StopReason, _ kind: JobKind) -> Verdict {
        switch reason {
        case .cancelled: Verdict(.cancelled)
        case .timedOut: Verdict(.failed, problem: .timeout(after: kind.timeout ?? .zero))
        case .stopping: Verdict(.interrupted, problem: .interrupted)
        }
    }

    private init(_ error: any Error, of execution: Execution, describe: (any Error) -> JobProblem) {
        switch execution.stopReason {
        case .cancelled:
            // What it threw besides is kept: it may have come first.
            self.init(.cancelled, problem: error is CancellationError ? nil : describe(error))
        case .some(let reason):
            self = .givenUp(reason, execution.kind)
        case nil where error is CancellationError:
            self.init(.cancelled)
        case nil where Self.mayPass(error) && execution.attemptsMade < execution.kind.maximumAttempts:
            self.init(.queued, problem: describe(error))
            pause = execution.kind.backoff.pause(after: execution.attemptsMade)
        case nil:
            self.init(.failed, problem: describe(error))
        }
    }

    private static func mayPass(_ error: any Error) -> Bool { (error as? any TransientError)?.isTransient ?? false }

    /// Whether all of it was done, so that its last step counts as done too.
    var isComplete: Bool { state == .succeeded || state == .partial }

    /// The line that ends the log of the attempt.
    var logMessage: String { pause == nil ? state.rawValue : "failed, but another attempt follows" }

    var logLevel: LogLevel {
        if pause != nil { return .warning }
        return state == .failed ? .error : .info
    }

    var logFields: [String: String] {
        var fields = problem.map { ["code": $0.code, "detail": $0.detail] } ?? [:]
        fields["pause_seconds"] = pause.map { "\($0.components.seconds)" }
        return fields
    }
}
