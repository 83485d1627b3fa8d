import CShims
import Glibc
import Synchronization

/// Waiting for a moment of the system's clock, whatever becomes of that clock meanwhile.
package enum WallAlarm {
    private static let hub = AlarmHub()

    /// Returns when the clock shows so many nanoseconds since 1970, and also when it is set, to whatever time.
    ///
    /// Throws `CancellationError` when the task is cancelled before. Waits for nothing in between.
    package static func sleep(until nanoseconds: Int64) async throws {
        try await hub.sleep(until: max(1, nanoseconds))
    }
}

/// Lets one timer of the system go off for any number of tasks, watched by a thread.
private final class AlarmHub: Sendable {
    private struct Sleeper {
        let time: Int64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var sleepers: [Int: Sleeper] = [:]
        var next = 0
    }

    private let timer = pf_wall_timer_create()
    private let state = Mutex(State())

    init() {
        precondition(timer >= 0, "the system gives no more timers")
        NamedThread.start("alarm") { [self] in watch() }
    }

    func sleep(until time: Int64) async throws {
        let key = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { add(Sleeper(time: time, continuation: $0), key) }
        } onCancel: {
            take { $0.key == key }.forEach { $0.resume(throwing: CancellationError()) }
        }
    }

    private func add(_ sleeper: Sleeper, _ key: Int) {
        let wasSet = state.withLock { state in
            state.sleepers[key] = sleeper
            return arm(state)
        }
        if wasSet { take { _ in true }.forEach { $0.resume() } }
        // Cancelled between the check and the insertion: nobody else will wake it.
        guard Task.isCancelled else { return }
        take { $0.key == key }.forEach { $0.resume(throwing: CancellationError()) }
    }

    private func watch() {
        while true {
            let outcome = pf_wall_timer_wait(timer)
            // Woken without a reason, as by a signal.
            guard outcome >= 0 else { continue }
            let now = pf_realtime_nanoseconds()
            take { outcome == 1 || $0.value.time <= now }.forEach { $0.resume() }
        }
    }

    /// Takes those out that are to wake, and sets the timer for the others.
    private func take(
        _ isDue: (Dictionary<Int, Sleeper>.Element) -> Bool
    ) -> [CheckedContinuation<Void, any Error>] {
        state.withLock { state in
            let due = state.sleepers.filter(isDue)
            for key in due.keys { state.sleepers[key] = nil }
            // Nobody who sleeps on must miss that the clock was set just now.
            guard arm(state) else { return due.values.map(\.continuation) }
            defer { state.sleepers = [:] }
            return (due.merging(state.sleepers) { first, _ in first }).values.map(\.continuation)
        }
    }

    /// Sets the timer for the first who is to wake; true when the clock was set since that was done last.
    private func arm(_ state: borrowing State) -> Bool {
        pf_wall_timer_set(timer, state.sleepers.values.map(\.time).min() ?? 0) == 1
    }
}
