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
    /// Who held what it needs, when it did nothing and waits for that.
    var blocker: String?
    /// What is to follow it.
    var followers: [FollowingJob] = []

    init(_ state: JobState, problem: JobProblem? = nil) {
        self.state = state
        self.problem = problem
    }

    /// Judges what the work returned or threw, given why it was told to stop, if it was.
    ///
    /// With attempts left, what may pass by itself is tried again; without a number of them, it cannot wait either.
    init(
        _ result: Result<JobResult, any Error>,
        of kind: JobKind,
        stopReason: Execution.StopReason?,
        attemptsLeft: Int?,
        describe: (any Error) -> JobProblem
    ) {
        switch result {
        case .success(let result):
            // What was done was done, even if the request to stop came first.
            self.init(result.isPartial ? .partial : .succeeded)
            self.result = result.value
            followers = result.followers
        case .failure(let error):
            self.init(error, of: kind, stopReason: stopReason, attemptsLeft: attemptsLeft, describe: describe)
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

    private init(
        _ error: any Error,
        of kind: JobKind,
        stopReason: Execution.StopReason?,
        attemptsLeft: Int?,
        describe: (any Error) -> JobProblem
    ) {
        if let stopReason {
            self = .givenUp(stopReason, kind)
            // What it threw besides is kept: it may have come first.
            if stopReason == .cancelled { problem = error is CancellationError ? nil : describe(error) }
        } else if error is CancellationError {
            self.init(.cancelled)
        } else if attemptsLeft != nil, let holder = (error as? any BusyError)?.holder {
            self.init(.blocked)
            blocker = holder
        } else if let attemptsLeft, attemptsLeft > 0, Self.mayPass(error) {
            self.init(.queued, problem: describe(error))
            pause = kind.backoff.pause(after: kind.maximumAttempts - attemptsLeft)
        } else {
            self.init(.failed, problem: describe(error))
        }
    }

    private static func mayPass(_ error: any Error) -> Bool { (error as? any TransientError)?.isTransient ?? false }

    /// Whether all of it was done, so that its last step counts as done too.
    var isComplete: Bool { state == .succeeded || state == .partial }

    /// The line that ends the log of the attempt.
    var logMessage: String {
        if let blocker { return "waits for \(blocker)" }
        return pause == nil ? state.rawValue : "failed, but another attempt follows"
    }

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
