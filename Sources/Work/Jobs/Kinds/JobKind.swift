package import Reporting

/// One kind of background work: what it is called, what it needs, how it may fail, and the call.
package struct JobKind: Sendable {
    /// The type of its jobs: `diff-build`.
    package let name: String
    /// Whether it goes on after a restart, from the cursor it last saved.
    package let isResumable: Bool
    /// The time an attempt may take; `nil` is without limit.
    package let timeout: Duration?
    /// How often one job is tried when its errors are transient, from 1.
    package let maximumAttempts: Int
    /// The pauses between these attempts.
    package let backoff: Backoff
    /// How long a job that was told to stop may take to do so before it is given up; `nil` waits for it.
    ///
    /// A job that was given up counts as ended, but its claims stay held until its work truly ends.
    package let cancelGrace: Duration?
    /// Its steps in order, as far as they are known before it runs.
    package let steps: [Step]
    /// What a job on a repository needs to itself, or together with others.
    package let claims: @Sendable (_ repository: String) -> [ResourceClaim]
    /// The work.
    package let run: @Sendable (JobContext) async throws -> JobOutcome

    /// Describes a kind.
    package init(
        name: String,
        isResumable: Bool = false,
        timeout: Duration? = nil,
        maximumAttempts: Int = 1,
        backoff: Backoff = Backoff(),
        cancelGrace: Duration? = .seconds(30),
        steps: [Step] = [],
        claims: @escaping @Sendable (_ repository: String) -> [ResourceClaim],
        run: @escaping @Sendable (JobContext) async throws -> JobOutcome
    ) {
        precondition(maximumAttempts >= 1, "a job is tried at least once")
        self.name = name
        self.isResumable = isResumable
        self.timeout = timeout
        self.maximumAttempts = maximumAttempts
        self.backoff = backoff
        self.cancelGrace = cancelGrace
        self.steps = steps
        self.claims = claims
        self.run = run
    }
}
