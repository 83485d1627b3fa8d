/// One thing that happened to a job.
package struct JobEvent: Sendable, Equatable {
    /// What it tells.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// The job came into another state.
        case state
        /// More of it is done.
        case progress
        /// It wrote a line into its log.
        case log
        /// Events were lost because the reader was slow or away for long: ask for the jobs again.
        case lagged
        /// Nothing more will come.
        case end
    }

    /// Grows with every event, also over restarts; a reader that comes back names the last one it saw.
    package let id: Int64
    package let kind: Kind
    /// The job it is about; `nil` for `lagged` in the feed of all jobs.
    package let jobID: String?
    /// The job as it is now, for `state` and `progress`.
    package let job: Job?
    /// The line of the log as text, for `log`.
    package let line: String?

    init(id: Int64, kind: Kind, jobID: String?, job: Job? = nil, line: String? = nil) {
        self.id = id
        self.kind = kind
        self.jobID = jobID
        self.job = job
        self.line = line
    }
}
