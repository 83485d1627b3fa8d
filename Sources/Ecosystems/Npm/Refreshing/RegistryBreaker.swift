import Synchronization

/// Holds requests back while a registry cannot reach its upstream, and lets them go on when it may again.
///
/// A Verdaccio whose upstream failed twice answers for five minutes as if it had none (`fail_timeout`); asking on would
/// only fail everything that is left.
final class RegistryBreaker: Sendable {
    private struct State {
        /// How many pauses there were.
        var pauses = 0
        var isOpen = false
    }

    private let pause: Duration
    private let greatest: Int
    private let clock: any Clock<Duration>
    private let state = Mutex(State())

    /// Waits `pause` each time, `greatest` times at most.
    init(pause: Duration, greatest: Int = 2, clock: any Clock<Duration>) {
        self.pause = pause
        self.greatest = greatest
        self.clock = clock
    }

    /// Waits out a pause; false where there were enough of them, so that nothing is to be expected any more.
    ///
    /// Those who come while one is being waited for wait with it.
    func waitOut() async throws -> Bool {
        let mayWait = state.withLock { state in
            if state.isOpen { return true }
            guard state.pauses < greatest else { return false }
            state.isOpen = true
            state.pauses += 1
            return true
        }
        guard mayWait else { return false }
        try await clock.sleep(for: pause)
        state.withLock { $0.isOpen = false }
        return true
    }

    /// How many pauses there were.
    var pauses: Int { state.withLock { $0.pauses } }
}
