import Synchronization

/// Where one reader of the feed stands.
final class EventReader: Sendable {
    private struct State: Sendable {
        var position: Int64
        var first: Job?
        /// Set once the job's end was told, or was known from the start: `end` follows when nothing else does.
        var isEnding: Bool
        var hasEnded = false
    }

    private let jobID: String?
    private let state: Mutex<State>

    init(after position: Int64, job: Job?, showsJob: Bool) {
        jobID = job?.id
        let isEnding = job?.state.isFinished ?? false
        state = Mutex(State(position: position, first: showsJob ? job : nil, isEnding: isEnding))
    }

    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    /// The next event for this reader, if there is one by now.
    func next(in ring: EventRing) -> JobEvent? {
        state.withLock { state in
            guard !state.hasEnded else { return nil }
            if let job = state.first.take() {
                return JobEvent(id: state.position, kind: .state, jobID: job.id, job: job)
            }
            if let event = lagged(&state, ring) ?? stored(&state, ring) { return event }
            guard state.isEnding else { return nil }
            state.hasEnded = true
            return JobEvent(id: state.position, kind: .end, jobID: jobID)
        }
    }

    private func lagged(_ state: inout State, _ ring: EventRing) -> JobEvent? {
        guard state.position < ring.firstID - 1 || state.position > ring.lastID else { return nil }
        state.position = ring.firstID - 1
        return JobEvent(id: state.position, kind: .lagged, jobID: jobID)
    }

    private func stored(_ state: inout State, _ ring: EventRing) -> JobEvent? {
        guard let event = ring.next(after: state.position, of: jobID) else {
            state.position = ring.lastID
            return nil
        }
        state.position = event.id
        if jobID != nil, event.job?.state.isFinished == true { state.isEnding = true }
        return event
    }
}
