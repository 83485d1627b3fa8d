import Jobs
import Synchronization
import Time

/// A clock that shows what a test sets it to.
///
/// Whoever sleeps on it wakes when his moment has come, and whenever the clock is set.
final class ManualWall: Sendable {
    private struct State {
        var now: Moment
        var sleepers: [Int: (until: Moment, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var next = 0
        var watchers: [(until: Moment, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>

    init(_ text: String) { state = Mutex(State(now: Moment(text) ?? Moment(milliseconds: 0))) }

    var clock: ScheduleClock {
        ScheduleClock(wall: WallClock { self.state.withLock(\.now) }, sleep: { try await self.sleep(until: $0) })
    }

    /// Lets time pass until a moment; whoever sleeps until then wakes.
    func pass(until text: String) { set(text) { $0 <= $1 } }

    /// Sets the clock, forward or back; everybody wakes.
    func set(_ text: String) { set(text) { _, _ in true } }

    /// Returns as soon as somebody sleeps until exactly this moment.
    func waitForSleeper(until text: String) async {
        guard let moment = Moment(text) else { return }
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.sleepers.values.contains(where: { $0.until == moment }) { return true }
                state.watchers.append((moment, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    private func set(_ text: String, _ isDue: (Moment, Moment) -> Bool) {
        guard let moment = Moment(text) else { return }
        let due = state.withLock { state in
            state.now = moment
            let due = state.sleepers.filter { isDue($0.value.until, moment) }
            for key in due.keys { state.sleepers[key] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    private func sleep(until moment: Moment) async throws {
        let key = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { add(moment, $0, key) }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: key) }?.continuation.resume(throwing: CancellationError())
        }
    }

    private func add(_ moment: Moment, _ continuation: CheckedContinuation<Void, any Error>, _ key: Int) {
        let (isDue, watchers) = state.withLock { state in
            if moment <= state.now { return (true, [CheckedContinuation<Void, Never>]()) }
            state.sleepers[key] = (moment, continuation)
            let content = state.watchers.filter { $0.until == moment }.map(\.continuation)
            state.watchers.removeAll { $0.until == moment }
            return (false, content)
        }
        if isDue { return continuation.resume() }
        for watcher in watchers { watcher.resume() }
        // Cancelled between the check and the insertion: nobody else will wake it.
        guard Task.isCancelled else { return }
        state.withLock { $0.sleepers.removeValue(forKey: key) }?.continuation.resume(throwing: CancellationError())
    }
}
