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

/// The last events, numbered without a gap.
struct EventRing: Sendable {
    private let capacity: Int
    private var events: [JobEvent] = []
    private var head = 0
    /// The number of the last event.
    private(set) var lastID: Int64

    init(capacity: Int, lastID: Int64) {
        self.capacity = capacity
        self.lastID = lastID
    }

    /// The number of the oldest event still there; one more than the last when there is none.
    var firstID: Int64 { lastID - Int64(events.count) + 1 }

    mutating func append(_ kind: JobEvent.Kind, jobID: String, job: Job? = nil, line: String? = nil) {
        lastID += 1
        let event = JobEvent(id: lastID, kind: kind, jobID: jobID, job: job, line: line)
        if events.count < capacity {
            events.append(event)
        } else {
            events[head] = event
            head = (head + 1) % capacity
        }
    }

    /// The event of that number.
    subscript(id: Int64) -> JobEvent {
        precondition(firstID <= id && id <= lastID, "event \(id) is not kept")
        return events[(head + Int(id - firstID)) % events.count]
    }

    /// The first event after `position` of `jobID`, or of any job.
    func next(after position: Int64, of jobID: String?) -> JobEvent? {
        var id = max(position + 1, firstID)
        while id <= lastID {
            let event = self[id]
            if jobID == nil || event.jobID == jobID { return event }
            id += 1
        }
        return nil
    }
}
