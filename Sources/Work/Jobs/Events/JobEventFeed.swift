import Logging
import Synchronization

/// Passes events on to any number of readers, each at its own pace, out of one bounded ring.
final class JobEventFeed: Sendable {
    private struct State: Sendable {
        var ring: EventRing
        var isClosed = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextKey = 0
    }

    private let state: Mutex<State>

    /// Numbers events from `start` on, which must grow from one process to the next.
    init(capacity: Int, greatestSize: Int, start: Int64) {
        state = Mutex(State(ring: EventRing(capacity: capacity, greatestSize: greatestSize, lastID: start)))
    }

    func post(_ kind: JobEvent.Kind, _ job: Job) { post { $0.append(kind, jobID: job.id, job: job) } }

    func post(changed collections: [JobEvent.Collection]) {
        guard !collections.isEmpty else { return }
        post { for collection in collections { $0.append(changed: collection) } }
    }

    func post(line event: LogEvent, of jobID: String) {
        let line = String(decoding: LogFormat.text.line(for: event).dropLast(), as: UTF8.self)
        post { $0.append(.log, jobID: jobID, line: line) }
    }

    /// Ends the streams of all readers.
    func close() {
        wake { $0.isClosed = true }
    }

    /// Every event after the one numbered `id`, or from now on; of one job or of all.
    ///
    /// The stream of a job ends with `end` after the event that it ended. Unless a number was given, it starts with
    /// the job as it is.
    func events(after id: Int64?, of job: Job?) -> AsyncStream<JobEvent> {
        let reader = EventReader(after: id ?? state.withLock { $0.ring.lastID }, job: job, showsJob: id == nil)
        return AsyncStream { await self.next(for: reader) }
    }

    private func post(_ append: (inout EventRing) -> Void) { wake { append(&$0.ring) } }

    private func wake(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting.removeAll() }
            return state.waiting.values.map(\.self)
        }
        for continuation in waiting { continuation.resume() }
    }

    private func next(for reader: EventReader) async -> JobEvent? {
        while !Task.isCancelled {
            let (event, lastID, isClosed) = state.withLock { state in
                (reader.next(in: state.ring), state.ring.lastID, state.isClosed)
            }
            if event != nil || isClosed || reader.hasEnded { return event }
            await change(after: lastID)
        }
        return nil
    }

    /// Returns when there is an event after `lastID`, the feed is closed or the reader is cancelled.
    private func change(after lastID: Int64) async {
        let key = state.withLock { state in
            state.nextKey += 1
            return state.nextKey
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if Task.isCancelled || state.isClosed || state.ring.lastID > lastID { return true }
                    state.waiting[key] = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: key) }?.resume()
        }
    }
}
