import Synchronization

/// A clock that stands still until a test moves it.
///
/// It serves as `any Clock<Duration>`, and its `now` and `sleep` serve where closures are wanted.
package final class ManualClock: Clock, Sendable {
    /// A moment, counted from the clock's start.
    package struct Instant: InstantProtocol {
        /// The time since the clock's start.
        package let elapsed: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(elapsed: elapsed + duration) }

        package func duration(to other: Instant) -> Duration { other.elapsed - elapsed }

        package static func < (left: Instant, right: Instant) -> Bool { left.elapsed < right.elapsed }
    }

    private struct Sleeper {
        let id: Int
        let deadline: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant(elapsed: .zero)
        var lastID = 0
        var cancelled: Set<Int> = []
        var sleepers: [Sleeper] = []
        var watchers: [Watcher] = []

        mutating func takeDue() -> [Sleeper] {
            let due = sleepers.filter { $0.deadline <= now }
            sleepers.removeAll { $0.deadline <= now }
            return due.sorted { $0.deadline < $1.deadline }
        }

        mutating func takeContentWatchers() -> [Watcher] {
            let content = watchers.filter { $0.count <= sleepers.count }
            watchers.removeAll { $0.count <= sleepers.count }
            return content
        }
    }

    private let state = Mutex(State())

    /// Makes a clock that shows zero.
    package init() {}

    package var now: Instant { state.withLock(\.now) }

    package var minimumResolution: Duration { .nanoseconds(1) }

    /// Moves the clock and wakes who has slept long enough.
    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            return state.takeDue()
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Returns as soon as `count` tasks sleep on this clock, so that a test knows when to move it.
    package func waitForSleepers(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let content = state.withLock { state in
                state.watchers.append(Watcher(count: count, continuation: continuation))
                return state.takeContentWatchers()
            }
            for watcher in content { watcher.continuation.resume() }
        }
    }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                fallAsleep(Sleeper(id: id, deadline: deadline, continuation: $0))
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func fallAsleep(_ sleeper: Sleeper) {
        enum Fate { case awake, cancelled, asleep([Watcher]) }
        let fate: Fate = state.withLock { state in
            if state.cancelled.remove(sleeper.id) != nil { return .cancelled }
            if sleeper.deadline <= state.now { return .awake }
            state.sleepers.append(sleeper)
            return .asleep(state.takeContentWatchers())
        }
        switch fate {
        case .awake: sleeper.continuation.resume()
        case .cancelled: sleeper.continuation.resume(throwing: CancellationError())
        case .asleep(let content): for watcher in content { watcher.continuation.resume() }
        }
    }

    private func cancel(_ id: Int) {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
