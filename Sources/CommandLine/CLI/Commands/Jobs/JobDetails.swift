import API
import JSON
import Jobs
import Time

/// What commands say of one job.
enum JobDetails {
    static func blocks(_ job: Job) -> [Block] {
        let table = Table(details: [
            ("job", job.id),
            ("type", job.type),
            ("repository", job.repository),
            ("state", state(job)),
            ("blocked by", job.blockedBy),
            ("initiator", job.initiator),
            ("created", Moment.text(job.createdAt)),
            ("started", job.startedAt.map { Moment.text($0) }),
            ("finished", job.finishedAt.map { Moment.text($0) }),
            ("duration", job.durationMilliseconds.map { Quantity.seconds($0 / 1000) }),
            ("attempt", job.attempt > 1 ? "\(job.attempt)" : nil),
            ("retries", job.parentID),
            ("progress", progress(job)),
            ("result", text(job.result)),
            ("error", job.error.map { "\(APIError($0))" }),
        ])
        return [.table(table)]
    }

    /// The state, and whether somebody wants it to end.
    static func state(_ job: Job) -> String {
        job.state == .running && job.cancelRequestedAt != nil ? "cancelling" : job.state.rawValue
    }

    /// The step that runs and how much of it is done.
    static func progress(_ job: Job) -> String? {
        guard job.state == .running, let step = job.progress.steps.last(where: { $0.state == .running }) else {
            return nil
        }
        let progress = StepProgress(name: step.name, done: step.done, total: step.total, unit: step.unit)
        return ProgressLine(step: progress, rate: nil).text(columns: 120)
    }

    private static func text(_ result: JSONValue) -> String? {
        guard case .object(let members) = result, !members.isEmpty else { return nil }
        return String(decoding: result.encoded(), as: UTF8.self)
    }
}
