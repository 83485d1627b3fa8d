package import Time

/// The clocks of a queue: what time it is, how much time has passed, and waiting.
package struct JobClock: Sendable {
    private let wall: WallClock
    /// The time since some moment, which no change of the system's clock affects.
    let uptime: @Sendable () -> Duration
    /// Returns when the time has passed, or throws `CancellationError`.
    let sleep: @Sendable (Duration) async throws -> Void

    /// Takes the clocks; tests hand in some that they turn themselves.
    package init(
        wall: WallClock,
        uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.wall = wall
        self.uptime = uptime
        self.sleep = sleep
    }

    /// The clocks of the machine.
    package static let system: JobClock = {
        let start = ContinuousClock.now
        return JobClock(
            wall: .system,
            uptime: { ContinuousClock.now - start },
            sleep: { try await Task.sleep(for: $0) }
        )
    }()

    /// The present moment, to the millisecond, as rows keep it.
    func time() -> Moment { Moment(milliseconds: wall.now().milliseconds) }
}
