/// The last events, numbered without a gap: as many as there is room for, by number and by size.
struct EventRing: Sendable {
    private let capacity: Int
    private let greatestSize: Int
    /// A circle: the oldest event lies at `head`.
    private var slots: [JobEvent?]
    private var head = 0
    private var count = 0
    /// About how many bytes the events take together.
    private(set) var size = 0
    /// The number of the last event.
    private(set) var lastID: Int64
    /// The number of the last event that told of each collection.
    private var lastChanges: [JobEvent.Collection: Int64] = [:]

    init(capacity: Int, greatestSize: Int, lastID: Int64) {
        self.capacity = capacity
        self.greatestSize = greatestSize
        self.lastID = lastID
        slots = []
    }

    /// The number of the oldest event still there; one more than the last when there is none.
    var firstID: Int64 { lastID - Int64(count) + 1 }

    /// Adds an event about a job; the oldest go where they take too much, but not this one.
    mutating func append(_ kind: JobEvent.Kind, jobID: String, job: Job? = nil, line: String? = nil) {
        append(JobEvent(id: lastID + 1, kind: kind, jobID: jobID, job: job, line: line))
    }

    /// Adds an event about a collection; earlier ones about the same tell nothing any more.
    mutating func append(changed collection: JobEvent.Collection) {
        lastChanges[collection] = lastID + 1
        append(JobEvent(id: lastID + 1, kind: .changed, jobID: nil, collection: collection))
    }

    private mutating func append(_ event: JobEvent) {
        while count > 0, count == capacity || size + event.size > greatestSize { dropFirst() }
        let place = (head + count) % capacity
        if place == slots.count { slots.append(event) } else { slots[place] = event }
        count += 1
        size += event.size
        lastID = event.id
    }

    private mutating func dropFirst() {
        size -= slots[head]?.size ?? 0
        slots[head] = nil
        head = (head + 1) % capacity
        count -= 1
    }

    /// The first event after `position` of `jobID`, or of any job; of a collection only the last one is told.
    func next(after position: Int64, of jobID: String?) -> JobEvent? {
        var id = max(position + 1, firstID)
        while id <= lastID {
            if let event = event(id), isWanted(event, by: jobID) { return event }
            id += 1
        }
        return nil
    }

    private func event(_ id: Int64) -> JobEvent? { slots[(head + Int(id - firstID)) % capacity] }

    private func isWanted(_ event: JobEvent, by jobID: String?) -> Bool {
        guard jobID == nil else { return event.jobID == jobID }
        return event.collection.map { lastChanges[$0] == event.id } ?? true
    }
}
