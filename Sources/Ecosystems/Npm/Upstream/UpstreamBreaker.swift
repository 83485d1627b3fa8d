import Synchronization

/// Keeps requests from an upstream that does not answer, so that nobody waits for each of them in vain.
///
/// After so many failures in a row all are refused for a while; then one may probe, and its success lets all go on.
final class UpstreamBreaker: Sendable {
    private struct State {
        var failures = 0
        /// Until when requests are refused, as time since the start.
        var closedUntil: Duration?
    }

    private let threshold: Int
    private let pause: Duration
    private let uptime: @Sendable () -> Duration
    private let state = Mutex(State())

    /// Takes how many failures are enough, how long requests are refused then, and what tells the time since any start.
    init(threshold: Int = 5, pause: Duration = .seconds(30), uptime: @escaping @Sendable () -> Duration) {
        self.threshold = threshold
        self.pause = pause
        self.uptime = uptime
    }

    /// How long no request makes sense; `nil` when one may be made, as the probe if there was a pause.
    func refusal() -> Duration? {
        state.withLock { state in
            guard let end = state.closedUntil else { return nil }
            let now = uptime()
            guard now >= end else { return end - now }
            // Others wait for what this one finds.
            state.closedUntil = now + pause
            return nil
        }
    }

    /// Notes that somebody answered, whatever it was.
    func succeeded() { state.withLock { $0 = State() } }

    /// Notes that nobody did.
    func failed() {
        state.withLock { state in
            state.failures += 1
            if state.failures >= threshold { state.closedUntil = uptime() + pause }
        }
    }
}
