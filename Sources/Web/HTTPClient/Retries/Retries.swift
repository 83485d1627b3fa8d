import HTTPMessages
import Time

/// The attempts of one request.
struct Retries {
    private let policy: RetryPolicy
    private let environment: RetryEnvironment
    private var attempt = 0

    init(_ policy: RetryPolicy, _ environment: RetryEnvironment) {
        self.policy = policy
        self.environment = environment
    }

    /// What to wait after an answer that may be another one later; `nil` when it stands.
    mutating func delay(after head: ClientResponseHead) -> Duration? {
        guard RetryPolicy.isTransient(head.status) else { return nil }
        let asked = RetryAfter.delay(head.fields, now: environment.clock.now())
        if let asked, asked > policy.longestRequest { return nil }
        return delay(atLeast: asked ?? .zero)
    }

    /// What to wait after an error that may pass; `nil` when it stands.
    mutating func delay(after error: HTTPClientError) -> Duration? { error.isTransient ? delay(atLeast: .zero) : nil }

    func sleep(_ delay: Duration) async throws { try await environment.sleep(delay) }

    private mutating func delay(atLeast asked: Duration) -> Duration? {
        attempt += 1
        guard attempt < policy.attempts else { return nil }
        return max(asked, policy.delay(after: attempt, random: environment.random()))
    }
}
