package import JSON
package import Reporting
package import Requests

/// One kind of background work: what it is called, what it needs, how it may fail, and the call.
///
/// Arguments and outcome are typed where a kind is made, and JSON inside: the queue only passes them on.
package struct JobKind: Sendable {
    /// The type of its jobs: `diff-build`.
    package let name: String
    /// Whether it goes on after a restart, from the cursor it last saved.
    package let isResumable: Bool
    /// Whether one unfinished job of this type on one repository is enough.
    package let isUnique: Bool
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
    /// The steps of a job on a repository in order, as far as they are known before it runs.
    package let steps: @Sendable (_ repository: String) -> [Step]
    /// What a job on a repository needs to itself, or together with others.
    package let claims: @Sendable (_ repository: String) -> [ResourceClaim]
    /// Every member that the parameters may have.
    package let members: [RequestMember]
    /// Those of them that may stand in the query of a request.
    package let queryMembers: [String]
    /// Whether a job works on one repository; one that is about all of them goes by the name of the first.
    package let isOfRepository: Bool
    /// On which side of the gap it makes sense.
    package let side: JobSide
    /// What may have become another when such a job ends.
    var changes: [JobEvent.Collection] = []
    /// Completes and checks parameters before a job is made of them.
    private(set) var prepare: @Sendable (_ parameters: JSONValue, _ repository: String) async throws -> JSONValue
    let run: @Sendable (_ parameters: JSONValue, JobContext) async throws -> JobResult
}

extension JobKind {
    /// Describes a kind.
    ///
    /// `prepare` completes arguments and refuses what cannot be done, before a job is made of them: what a reference
    /// meant then is what the row says. `run` is the work: it throws what it failed of, and returns when something was
    /// done. `then` says from the outcome which jobs on the same repository follow: they are queued in the transaction
    /// that ends this one, so that no crash comes between.
    package init<Arguments: JobArguments>(
        _ arguments: Arguments.Type,
        isResumable: Bool = false,
        isUnique: Bool = true,
        timeout: Duration? = nil,
        maximumAttempts: Int = 1,
        backoff: Backoff = Backoff(),
        cancelGrace: Duration? = .seconds(30),
        steps: @escaping @Sendable (_ repository: String) -> [Step] = { _ in [] },
        claims: @escaping @Sendable (_ repository: String) -> [ResourceClaim],
        prepare: @escaping @Sendable (Arguments, _ repository: String) async throws -> Arguments = { given, _ in given
        },
        then next: @escaping @Sendable (Arguments, Arguments.Outcome) -> [any JobArguments] = { _, _ in [] },
        run: @escaping @Sendable (Arguments, JobContext) async throws -> Arguments.Outcome
    ) {
        precondition(maximumAttempts >= 1, "a job is tried at least once")
        name = Arguments.type
        members = Arguments.members
        queryMembers = Arguments.queryMembers
        isOfRepository = Arguments.isOfRepository
        side = Arguments.side
        changes = Arguments.changes
        self.isResumable = isResumable
        self.isUnique = isUnique
        self.timeout = timeout
        self.maximumAttempts = maximumAttempts
        self.backoff = backoff
        self.cancelGrace = cancelGrace
        self.steps = steps
        self.claims = claims
        self.prepare = { parameters, repository in
            try await JSONEncoder().value(of: prepare(Arguments(strictly: parameters), repository))
        }
        self.run = { parameters, context in
            let arguments = try JSONDecoder().decode(Arguments.self, from: parameters)
            let outcome = try await run(arguments, context)
            return JobResult(
                value: try JSONEncoder().value(of: outcome),
                isPartial: outcome.isPartial,
                followers: try next(arguments, outcome).map(FollowingJob.init)
            )
        }
    }
}

extension JobKind {
    /// The same kind, where `check` may refuse a job before anything else is looked at.
    package func permitted(by check: @escaping @Sendable () throws -> Void) -> JobKind {
        var kind = self
        kind.prepare = { [prepare] parameters, repository in
            try check()
            return try await prepare(parameters, repository)
        }
        return kind
    }
}

/// What work that did not throw came to, as its row keeps it.
struct JobResult: Sendable {
    /// The outcome: an object.
    let value: JSONValue
    let isPartial: Bool
    /// What is to follow it.
    var followers: [FollowingJob] = []
}

/// What a kind is handed to run once, by the queue or by a command that runs the kind itself.
package struct JobContext: Sendable {
    package let id: String
    package let repository: String
    package let initiator: String
    /// Where it says how far it is.
    package let reporter: Reporter
    /// The log of the job alone: for what came of the work, once it is over.
    package let log: Reporter
    /// Which attempt this is, from 1.
    package let attempt: Int
    /// Where the last attempt came to; `nil` at the beginning.
    package let loadCursor: @Sendable () async throws -> JSONValue?
    /// Keeps durably how far this attempt has come.
    package let saveCursor: @Sendable (JSONValue) async throws -> Void
}

/// How long to wait before another attempt: twice as long after each failure.
package struct Backoff: Sendable, Equatable {
    /// The pause after the first failure.
    package let first: Duration
    /// The longest pause.
    package let greatest: Duration

    package init(first: Duration = .seconds(10), greatest: Duration = .seconds(600)) {
        self.first = first
        self.greatest = greatest
    }

    /// The pause after the `failures`th failure in a row.
    package func pause(after failures: Int) -> Duration {
        var pause = first
        for _ in 1..<max(1, failures) where pause < greatest { pause *= 2 }
        return min(pause, greatest)
    }
}
