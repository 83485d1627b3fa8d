import Jobs
import Synchronization
import Time

/// A clock that stands still until a test lets somebody's sleep end.
final class ManualClock: Sendable {
    private struct Sleeper {
        let duration: Duration
        let deadline: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var uptime = Duration.zero
        var sleepers: [Int: Sleeper] = [:]
        var nextKey = 0
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    /// The time of day when the clock shows zero.
    static let start = Moment(milliseconds: 1_700_000_000_000)

    private let state = Mutex(State())

    var jobClock: JobClock {
        JobClock(
            wall: WallClock { self.time },
            uptime: { self.uptime },
            sleep: { try await self.sleep($0) }
        )
    }

    var uptime: Duration { state.withLock { $0.uptime } }
    var time: Moment { Self.start + uptime }

    /// Lets time pass; whoever sleeps until then or shorter wakes up.
    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.uptime += duration
            let due = state.sleepers.filter { $0.value.deadline <= state.uptime }
            for key in due.keys { state.sleepers[key] = nil }
            return due.sorted { $0.value.deadline < $1.value.deadline }.map(\.value.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    /// Waits until somebody sleeps for exactly `duration`, and lets it pass.
    func pass(_ duration: Duration) async {
        while true {
            let deadline = state.withLock { state in
                state.sleepers.values.first { $0.duration == duration }?.deadline
            }
            if let deadline { return advance(by: deadline - uptime) }
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    if state.sleepers.values.contains(where: { $0.duration == duration }) { return true }
                    state.watchers.append(continuation)
                    return false
                }
                if isThere { continuation.resume() }
            }
        }
    }

    private func sleep(_ duration: Duration) async throws {
        let key = state.withLock { state in
            state.nextKey += 1
            return state.nextKey
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                add(Sleeper(duration: duration, deadline: uptime + duration, continuation: continuation), key)
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: key) }?.continuation.resume(throwing: CancellationError())
        }
    }

    private func add(_ sleeper: Sleeper, _ key: Int) {
        if Task.isCancelled { return sleeper.continuation.resume(throwing: CancellationError()) }
        let watchers = state.withLock { state in
            state.sleepers[key] = sleeper
            defer { state.watchers = [] }
            return state.watchers
        }
        for watcher in watchers { watcher.resume() }
        // Cancelled between the check and the insertion: nobody else will wake it.
        guard Task.isCancelled else { return }
        state.withLock { $0.sleepers.removeValue(forKey: key) }?.continuation.resume(throwing: CancellationError())
    }
}
