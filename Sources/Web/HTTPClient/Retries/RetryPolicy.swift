package import HTTPMessages
package import Time

/// How often a request is tried, and how long is waited in between.
package struct RetryPolicy: Sendable, Equatable {
    /// How often it is sent at most, the first time included.
    package let attempts: Int
    /// What is waited before the second attempt at most; each further wait may be twice as long.
    package let firstDelay: Duration
    /// No wait of ours is longer.
    package let longestDelay: Duration
    /// What a server may ask for with `Retry-After`; if it asks for more, its answer stands.
    package let longestRequest: Duration

    package init(
        attempts: Int = 4,
        firstDelay: Duration = .milliseconds(500),
        longestDelay: Duration = .seconds(20),
        longestRequest: Duration = .seconds(60)
    ) {
        self.attempts = attempts
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.longestRequest = longestRequest
    }

    /// One attempt.
    package static let never = RetryPolicy(attempts: 1)

    /// Whether the same request may be answered otherwise a little later.
    package static func isTransient(_ status: HTTPStatus) -> Bool {
        [408, 425, 429, 500, 502, 503, 504].contains(status.code)
    }

    /// What is waited after the attempt of that number, counted from 1, as `random`, from 0 up to 1, has it.
    ///
    /// At least half of it is certain, so that a server gets time to recover; the rest parts those who failed together.
    package func delay(after attempt: Int, random: Double) -> Duration {
        let doublings = min(max(0, attempt - 1), 30)
        let most = min(longestDelay, firstDelay * (1 << doublings))
        return most * (0.5 + random / 2)
    }
}

/// What repeating needs of the world, which tests replace.
package struct RetryEnvironment: Sendable {
    let random: @Sendable () -> Double
    let sleep: @Sendable (Duration) async throws -> Void
    let clock: WallClock

    /// Takes a source of numbers from 0 up to 1, what waits, and the time of day, by which dates are understood.
    package init(
        random: @escaping @Sendable () -> Double,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        clock: WallClock
    ) {
        self.random = random
        self.sleep = sleep
        self.clock = clock
    }

    /// The machine's.
    package static let system = RetryEnvironment(
        random: { Double.random(in: 0..<1) },
        sleep: { try await Task.sleep(for: $0) },
        clock: .system
    )
}
