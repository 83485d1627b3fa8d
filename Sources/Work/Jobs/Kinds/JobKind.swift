/// How jobs of one type are done. The queue knows nothing else about them.
package struct JobKind: Sendable {
    /// The type of its jobs: `diff-build`.
    package let name: String
    /// Whether a job that a restart interrupted goes on by itself, from its cursor.
    package let isResumable: Bool
    /// How long one attempt may take; `nil` for as long as it needs.
    package let timeout: Duration?
    /// How long an attempt that shall end may go on, until it is written off.
    package let cancelGrace: Duration
    /// How often a job is tried when errors are transient.
    package let maximumAttempts: Int
    /// The pauses between these attempts.
    package let backoff: Backoff
    /// What a job on that repository needs for itself.
    package let claims: @Sendable (_ repository: String?) -> [ResourceClaim]
    /// Does the work. It honours the cancellation of its task.
    package let run: @Sendable (JobContext) async throws -> JobOutcome

    /// Describes a kind.
    package init(
        name: String,
        isResumable: Bool = false,
        timeout: Duration? = nil,
        cancelGrace: Duration = .seconds(30),
        maximumAttempts: Int = 1,
        backoff: Backoff = Backoff(),
        claims: @escaping @Sendable (_ repository: String?) -> [ResourceClaim] = { _ in [] },
        run: @escaping @Sendable (JobContext) async throws -> JobOutcome
    ) {
        precondition(maximumAttempts > 0, "a job is tried at least once")
        self.name = name
        self.isResumable = isResumable
        self.timeout = timeout
        self.cancelGrace = cancelGrace
        self.maximumAttempts = maximumAttempts
        self.backoff = backoff
        self.claims = claims
        self.run = run
    }

    /// What a job claims, and itself: what was written off but still runs must not run twice.
    func allClaims(_ repository: String?) -> [ResourceClaim] {
        claims(repository) + [ResourceClaim("job:\(repository ?? "")/\(name)", .exclusive)]
    }
}
