import API
import Jobs
import Reporting

/// Follows a job of a server until it has ended, and passes on how far it is.
struct JobFollower {
    /// Seconds after which the server answers even when nothing has ended.
    private static let wait = 1

    let api: APIClient
    let reporter: Reporter

    /// Waits for the end.
    func end(of job: Job) async throws -> Job {
        var job = job
        var steps = ReportedSteps()
        var blocker: String?
        while !job.state.isFinished {
            if let other = job.blockedBy, other != blocker {
                reporter.begin(Step("wait for \(other.contains(" ") ? other : "job \(other)")"))
            }
            blocker = job.blockedBy
            steps.pass(job.progress.steps, to: reporter)
            try Task.checkCancellation()
            job = try await api.get(APIPath.job(job.id, JobWaitQuery(wait: Self.wait)))
        }
        steps.pass(job.progress.steps, to: reporter)
        return job
    }
}

/// Turns the state of steps, seen now and then, into what an engine would have reported.
private struct ReportedSteps {
    private var reported = 0
    private var done: Int64 = 0

    mutating func pass(_ steps: [JobStep], to reporter: Reporter) {
        for (index, step) in steps.enumerated() where step.state != .pending && step.state != .skipped {
            if index >= reported {
                reporter.begin(Step(step.name), total: step.total, unit: ReportUnit(rawValue: step.unit) ?? .items)
                (reported, done) = (index + 1, 0)
            }
            guard index == reported - 1 else { continue }
            if let total = step.total { reporter.extend(total: total) }
            reporter.advance(by: step.done - done)
            done = step.done
        }
    }
}

extension Job {
    /// Throws what a job that has ended failed of.
    func requireDone() throws {
        switch state {
        case .succeeded, .partial: return
        case .cancelled: throw Problem(.wrongState, detail: "Job \(id) was cancelled.")
        case .failed, .interrupted, .queued, .blocked, .running:
            throw error ?? Problem(.interrupted, detail: "Job \(id) ended as \(state.rawValue).")
        }
    }
}
