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

    /// Waits after an answer that may be another one later; false when it stands.
    mutating func wait(after head: ClientResponseHead) async throws -> Bool {
        guard RetryPolicy.isTransient(head.status) else { return false }
        let asked = RetryAfter.delay(head.fields, now: environment.clock.now())
        if let asked, asked > policy.longestRequest { return false }
        return try await wait(atLeast: asked ?? .zero)
    }

    /// Waits after an error that may pass; false when it stands.
    mutating func wait(after error: HTTPClientError) async throws -> Bool {
        error.isTransient ? try await wait(atLeast: .zero) : false
    }

    private mutating func wait(atLeast asked: Duration) async throws -> Bool {
        attempt += 1
        guard attempt < policy.attempts else { return false }
        try await environment.sleep(max(asked, policy.delay(after: attempt, random: environment.random())))
        return true
    }
}
