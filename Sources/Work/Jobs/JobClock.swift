import FoundationEssentials

/// The clocks of a queue: what time it is, how much time has passed, and waiting.
package struct JobClock: Sendable {
    /// Milliseconds since 1970.
    let time: @Sendable () -> Int64
    /// The time since some moment, which no change of the system's clock affects.
    let uptime: @Sendable () -> Duration
    /// Returns when the time has passed, or throws `CancellationError`.
    let sleep: @Sendable (Duration) async throws -> Void

    /// Takes the clocks as closures; tests hand in clocks that they turn themselves.
    package init(
        time: @escaping @Sendable () -> Int64,
        uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.time = time
        self.uptime = uptime
        self.sleep = sleep
    }

    /// The clocks of the machine.
    package static let system: JobClock = {
        let start = ContinuousClock.now
        return JobClock(
            time: { Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)) },
            uptime: { ContinuousClock.now - start },
            sleep: { try await Task.sleep(for: $0) }
        )
    }()
}
