import API
import JSON
import Jobs
import Time

extension API.Job {
    init(_ job: Jobs.Job) {
        self.init(
            id: job.id,
            type: job.type,
            repository: job.repository,
            state: API.JobState(job.state),
            blockedBy: job.blockedBy,
            parameters: job.parameters,
            initiator: job.initiator,
            createdAt: job.createdAt,
            startedAt: job.startedAt,
            finishedAt: job.finishedAt,
            cancelRequestedAt: job.cancelRequestedAt,
            durationMilliseconds: job.duration(now: WallClock.system.now()),
            progress: API.JobProgress(job.progress),
            counters: job.counters,
            result: job.result,
            error: job.problem.map { Problem($0) },
            attempt: job.attempt,
            parentID: job.parentID,
            logBytes: job.logBytes,
            links: Self.links(of: job)
        )
    }

    private static func links(of job: Jobs.Job) -> [String: String] {
        var links = [
            "self": APIPath.job(job.id), "log": APIPath.log(ofJob: job.id), "events": APIPath.events(ofJob: job.id),
        ]
        if !job.state.isFinished { links["cancel"] = APIPath.cancellation(ofJob: job.id) }
        if job.state.isRetryable { links["retry"] = APIPath.retry(ofJob: job.id) }
        if let artifact = job.result["artifact"]?.stringValue { links["artifact"] = APIPath.artifact(artifact) }
        return links
    }
}

extension API.JobState {
    init(_ state: Jobs.JobState) {
        self =
            switch state {
            case .queued: .queued
            case .blocked: .blocked
            case .running: .running
            case .succeeded: .succeeded
            case .partial: .partial
            case .failed: .failed
            case .cancelled: .cancelled
            case .interrupted: .interrupted
            }
    }
}

extension API.JobProgress {
    fileprivate init(_ progress: Jobs.JobProgress) {
        self.init(
            percent: progress.percent,
            etaSeconds: progress.etaSeconds,
            steps: progress.steps.map { step in
                API.JobStep(
                    name: step.name,
                    state: API.JobStep.State(step.state),
                    done: step.done,
                    total: step.total,
                    unit: step.unit
                )
            }
        )
    }
}

extension API.JobStep.State {
    fileprivate init(_ state: JobStepState) {
        self =
            switch state {
            case .pending: .pending
            case .running: .running
            case .done: .done
            case .failed: .failed
            case .skipped: .skipped
            }
    }
}

extension Problem {
    fileprivate init(_ problem: JobProblem) {
        self.init(ProblemCode(rawValue: problem.code) ?? .internalError, detail: problem.detail, hint: problem.hint)
    }
}

extension API.JobEvent {
    init(_ event: Jobs.JobEvent) {
        self.init(
            sequence: event.id,
            jobID: event.jobID,
            kind: API.JobEvent.Kind(event.kind),
            job: event.job.map { API.Job($0) },
            line: event.line
        )
    }
}

extension API.JobEvent.Kind {
    fileprivate init(_ kind: Jobs.JobEvent.Kind) {
        self =
            switch kind {
            case .state: .state
            case .progress: .progress
            case .log: .log
            case .lagged: .lagged
            case .end: .end
            }
    }
}
