import JSON
import Reporting
import Time

extension Job {
    /// A job that waits for its turn.
    init(
        new id: String,
        kind: JobKind,
        repository: String,
        parameters: JSONValue,
        initiator: String,
        parentID: String?,
        attempt: Int,
        time: Moment
    ) {
        self.init(
            id: id,
            type: kind.name,
            repository: repository,
            parameters: parameters,
            initiator: initiator,
            parentID: parentID,
            createdAt: time,
            state: .queued,
            attempt: attempt,
            progress: .planned(kind.steps(repository).map(\.name)),
            counters: [:],
            result: [:],
            logBytes: 0,
            notBefore: time,
            firstAttempt: attempt
        )
    }

    /// The same job as far as `report` says it is.
    func showing(_ report: JobReport) -> Job {
        var job = self
        job.progress = report.progress
        job.counters = report.counters
        job.logBytes = report.logBytes
        return job
    }

    /// Applies a decision about a waiting job; says whether anything changed.
    mutating func apply(_ decision: Admission.Decision, time: Moment) throws -> Bool {
        switch decision {
        case .start:
            try move(to: .running)
            blockedBy = nil
            startedAt = time
        case .blocked(let other):
            guard blockedBy != other else { return false }
            if state != .blocked { try move(to: .blocked) }
            blockedBy = other
        case .wait:
            guard state != .queued else { return false }
            try move(to: .queued)
            blockedBy = nil
        }
        return true
    }

    /// Notes that somebody wants it to end; false when that was noted before.
    mutating func requestCancel(time: Moment, canStop: Bool) throws -> Bool {
        switch state {
        case .queued, .blocked:
            try end(.cancelled, time: time)
        case .running:
            guard cancelRequestedAt == nil else { return false }
            guard canStop else { throw JobError.cannotStop(self) }
            cancelRequestedAt = time
        case .succeeded, .partial, .failed, .cancelled, .interrupted:
            throw JobError.wrongState(self, cannot: "cancelled")
        }
        return true
    }

    /// Applies what an attempt came to.
    mutating func apply(_ verdict: Verdict, _ report: JobReport, of kind: JobKind, time: Moment) throws {
        self = showing(report)
        if let blocker = verdict.blocker {
            try waitAgain(.blocked, kind, time: time)
            blockedBy = blocker
            return
        }
        if let pause = verdict.pause {
            try waitAgain(.queued, kind, after: pause, time: time)
            attempt += 1
            return
        }
        try end(verdict.state, time: time)
        result = verdict.result
        problem = verdict.problem
    }

    /// Notes that whoever worked on it was gone by `time`.
    mutating func breakOff(_ next: JobState, at time: Moment) throws {
        try end(next, time: time)
        problem = next == .interrupted ? .interrupted : nil
        progress.breakOff()
    }

    mutating func end(_ next: JobState, time: Moment) throws {
        try move(to: next)
        blockedBy = nil
        finishedAt = time
    }

    /// Goes back to waiting, as if nothing had begun.
    mutating func waitAgain(_ next: JobState, _ kind: JobKind, after pause: Duration = .zero, time: Moment) throws {
        try move(to: next)
        startedAt = nil
        finishedAt = nil
        cancelRequestedAt = nil
        problem = nil
        notBefore = time + pause
        progress = .planned(kind.steps(repository).map(\.name))
        counters = [:]
    }
}
