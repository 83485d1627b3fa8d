import FoundationEssentials

/// The times the queue asks for, so that tests can stand in for them.
package struct JobClock: Sendable {
    /// Milliseconds since 1970, UTC.
    package let now: @Sendable () -> Int64
    /// The time since some fixed moment; never goes back.
    package let uptime: @Sendable () -> Duration
    /// Waits; throws `CancellationError` at once when the task is cancelled.
    package let sleep: @Sendable (Duration) async throws -> Void

    /// Puts a clock together.
    package init(
        now: @escaping @Sendable () -> Int64,
        uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.uptime = uptime
        self.sleep = sleep
    }

    /// The clocks of the machine.
    package static let system = JobClock(
        now: { Int64(Date().timeIntervalSince1970 * 1000) },
        uptime: { [start = ContinuousClock.now] in ContinuousClock.now - start },
        sleep: { try await Task.sleep(for: $0) }
    )
}
