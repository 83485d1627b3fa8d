import Synchronization

/// Holds requests back while nothing can be had of a registry, and lets them go on when something may again.
///
/// Asking on would only fail everything that is left: a Verdaccio whose upstream failed twice answers for five minutes
/// as if it had none (`fail_timeout`), and one that is started anew answers nobody for a while.
final class RegistryBreaker: Sendable {
    private struct State {
        /// How many pauses there were in a row.
        var pauses = 0
        var isSpent = false
    }

    private let pause: Duration
    private let greatest: Int
    private let clock: any Clock<Duration>
    private let state = Mutex(State())
    private let waiting = SingleFlight<Duration, Bool>()

    /// Waits `pause` each time, `greatest` times in a row at most.
    init(pause: Duration, greatest: Int, clock: any Clock<Duration>) {
        self.pause = pause
        self.greatest = greatest
        self.clock = clock
    }

    /// Waits out a pause; false where there were enough of them, so that nothing is to be expected any more.
    ///
    /// Those who come while one is being waited for wait for its end.
    func waitOut() async throws -> Bool {
        try await waiting.run(pause) { [self] in
            guard begin() else { return false }
            try await clock.sleep(for: pause)
            return true
        }
    }

    private func begin() -> Bool {
        state.withLock { state in
            state.isSpent = state.pauses >= greatest
            if !state.isSpent { state.pauses += 1 }
            return !state.isSpent
        }
    }

    /// Notes that something was had: what fails from now on is waited for anew.
    func recover() { state.withLock { $0 = State() } }

    /// How many pauses there were in a row.
    var pauses: Int { state.withLock(\.pauses) }

    /// Whether somebody waited in vain to the end.
    var isSpent: Bool { state.withLock(\.isSpent) }

    /// How long is waited in a row at most.
    var longest: Duration { pause * greatest }
}
