import Synchronization

/// Whether the upstream of a registry was seen to answer lately: only then is what it does not have truly not there.
///
/// A Verdaccio says 404 of everything while its upstream is away.
final class UpstreamEvidence: Sendable {
    private struct Seen {
        /// When it answered last, on the clock that `uptime` shows.
        var answer: Duration?
        /// Whether it answered just then, and not some time before.
        var wasJustNow = false
        /// Whether something was answered without it since.
        var isDoubtful = false
    }

    private let validity: Duration
    private let uptime: @Sendable () -> Duration
    private let seen = Mutex(Seen())

    /// Takes how long an answer counts, and what tells the time since any start.
    init(validity: Duration, uptime: @escaping @Sendable () -> Duration) {
        self.validity = validity
        self.uptime = uptime
    }

    /// Notes that it answered so long ago.
    func give(age: Duration = .zero) {
        let moment = uptime() - age
        seen.withLock { seen in
            if let known = seen.answer, known >= moment { return }
            seen = Seen(answer: moment, wasJustNow: age == .zero)
        }
    }

    /// Notes that something was refused since it is not there.
    func doubt() { seen.withLock { $0.isDoubtful = true } }

    /// Notes that something was answered without it.
    ///
    /// That is a sign that it went away only where it was just seen to answer: what it does not have is answered so, too.
    func suspect() { seen.withLock { $0.isDoubtful = $0.isDoubtful || $0.wasJustNow } }

    /// Whether it can be taken to be there.
    var isGiven: Bool {
        let now = uptime()
        return seen.withLock { seen in
            guard let answer = seen.answer, !seen.isDoubtful else { return false }
            return now - answer <= validity
        }
    }
}
