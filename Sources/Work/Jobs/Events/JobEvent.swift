import JSON

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
        /// Something else than a job became another: ask for that collection again.
        case changed
        /// Events were lost because the reader was slow or away for long: ask for the jobs again.
        case lagged
        /// Nothing more will come.
        case end
    }

    /// Grows with every event, also over restarts; a reader that comes back names the last one it saw.
    package let id: Int64
    package let kind: Kind
    /// The job it is about; `nil` for `changed`, and for `lagged` in the feed of all jobs.
    package let jobID: String?
    /// The job as it is now, for `state` and `progress`.
    package let job: Job?
    /// The line of the log as text, for `log`.
    package let line: String?
    /// What became another, for `changed`.
    package let collection: Collection?

    init(
        id: Int64,
        kind: Kind,
        jobID: String?,
        job: Job? = nil,
        line: String? = nil,
        collection: Collection? = nil
    ) {
        self.id = id
        self.kind = kind
        self.jobID = jobID
        self.job = job
        self.line = line
        self.collection = collection
    }

    /// About how much memory it takes, in bytes.
    var size: Int { 256 + (line?.utf8.count ?? 0) + (job?.size ?? 0) }
}

extension JobEvent {
    /// What lists show, and what may have become another.
    package enum Collection: String, Codable, Sendable, CaseIterable {
        case packages, findings, snapshots, artifacts, imports, sites, schedules, storage
    }
}

extension Job {
    /// About how much memory it takes, in bytes: that of what may be large.
    fileprivate var size: Int {
        1024 + parameters.size + result.size + counters.count * 64 + progress.steps.count * 128
            + (problem?.detail.utf8.count ?? 0)
    }
}

extension JSONValue {
    fileprivate var size: Int {
        switch self {
        case .null, .bool, .integer, .number: 32
        case .string(let text): 32 + text.utf8.count
        case .array(let elements): elements.reduce(32) { $0 + $1.size }
        case .object(let members): members.reduce(32) { $0 + 32 + $1.0.utf8.count + $1.1.size }
        }
    }
}
