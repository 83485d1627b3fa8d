import Requests

@testable import Jobs

/// Work of the tests that another follows: how it ends, and what it wants to follow, its arguments say.
struct Refill: JobArguments {
    static let type = "refill"
    static let members: [RequestMember] = [.flag("partial"), .text("then")]

    var partial: Bool?
    /// The text that what follows gives back; without it nothing follows.
    var then: String?

    struct Outcome: JobOutcome {
        let isPartial: Bool
    }

    /// The kind, which an `Echo` follows.
    static func kind(
        isResumable: Bool = false,
        claims: [ResourceClaim] = [],
        _ body: @escaping @Sendable (JobContext) async throws -> Void = { _ in }
    ) -> JobKind {
        JobKind(
            Refill.self,
            isResumable: isResumable,
            claims: { _ in claims },
            then: { arguments, _ in arguments.then.map { [Echo(text: $0)] } ?? [] },
            run: { arguments, context in
                try await body(context)
                return Outcome(isPartial: arguments.partial ?? false)
            }
        )
    }
}

extension Echo {
    /// The kind, which refuses the text "refused" and gives back any other.
    static func kind(
        claims: [ResourceClaim] = [],
        _ body: @escaping @Sendable (JobContext) async throws -> Void = { _ in }
    ) -> JobKind {
        JobKind(
            Echo.self,
            claims: { _ in claims },
            prepare: { arguments, _ in
                if arguments.text == "refused" { throw RequestRefusal("it is refused") }
                return arguments
            },
            run: { arguments, context in
                try await body(context)
                return Outcome(
                    id: context.id,
                    repository: context.repository,
                    initiator: context.initiator,
                    text: arguments.text ?? "",
                    attempt: context.attempt
                )
            }
        )
    }
}
