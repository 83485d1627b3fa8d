package import JSON
package import Jobs
package import Time

/// The data of one server-sent event: about a job, or about what became another.
///
/// `kind` is also the name of the event, and `sequence` its id, so that `Last-Event-ID` resumes after it.
package struct JobEvent: Codable, Hashable, Sendable {
    /// Grows with every event.
    package var sequence: Int64
    /// The job it is about; null when it is about none: what became another, or that events of all jobs were lost.
    @Nullable package var jobID: String?
    package var kind: Jobs.JobEvent.Kind
    /// The job as it is now; null for a line of the log.
    @Nullable package var job: Job?
    /// The line of the log; null for everything else.
    @Nullable package var line: String?
    /// What became another, of which lists are to be asked for again; null for everything else.
    @Nullable package var collection: Jobs.JobEvent.Collection?

    enum CodingKeys: String, CodingKey {
        case sequence, kind, job, line, collection
        case jobID = "job_id"
    }

    /// Shows what happened, at `now`.
    package init(_ event: Jobs.JobEvent, now: Moment) {
        sequence = event.id
        jobID = event.jobID
        kind = event.kind
        job = event.job.map { Job($0, now: now) }
        line = event.line
        collection = event.collection
    }
}
