package import JSON

/// The data of one server-sent event about a job.
///
/// `kind` is also the name of the event, and `sequence` its id, so that `Last-Event-ID` resumes after it.
package struct JobEvent: Codable, Hashable, Sendable {
    /// Grows with every event.
    package var sequence: Int64
    /// The job it is about; null when it is about none, as when events of all jobs were lost.
    @Nullable package var jobID: String?
    /// What happened.
    package var kind: Kind
    /// The job as it is now; null for a line of the log.
    @Nullable package var job: Job?
    /// The line of the log; null for everything else.
    @Nullable package var line: String?

    enum CodingKeys: String, CodingKey {
        case sequence, kind, job, line
        case jobID = "job_id"
    }

    /// Makes the value from all its members.
    package init(
        sequence: Int64,
        jobID: String? = nil,
        kind: Kind,
        job: Job? = nil,
        line: String? = nil
    ) {
        self.sequence = sequence
        self.jobID = jobID
        self.kind = kind
        self.job = job
        self.line = line
    }
}

extension JobEvent {
    /// What an event tells.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// The job came into another state.
        case state
        /// More of it is done.
        case progress
        /// It wrote a line into its log.
        case log
        /// Events were lost because the reader was slow: ask for the job again.
        case lagged
        /// Nothing more will come.
        case end
    }
}
