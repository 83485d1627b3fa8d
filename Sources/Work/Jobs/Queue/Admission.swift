import Time

/// Decides which waiting jobs may start: a pure function of what waits, what is held and how much room there is.
///
/// Jobs are served in their order. One that conflicts with an earlier one waits for it even if that one waits itself:
/// otherwise those that share a resource could keep one that needs it alone waiting for ever.
struct Admission {
    /// What a job that runs, or was given up and still works, or somebody else holds.
    struct Holder {
        let id: String
        let claims: [ResourceClaim]

        func conflicts(with others: [ResourceClaim]) -> Bool {
            claims.contains { claim in others.contains { claim.conflicts(with: $0) } }
        }
    }

    enum Decision: Equatable {
        case start
        case wait
        case blocked(by: String)
    }

    private var holders: [Holder]
    private var room: Int
    private let now: Moment

    init(holders: [Holder], room: Int, now: Moment) {
        self.holders = holders
        self.room = room
        self.now = now
    }

    /// The decision for the next job in order.
    mutating func decide(_ job: Job, claims: [ResourceClaim]) -> Decision {
        // A pause between two attempts holds up nobody else.
        guard job.notBefore <= now else { return job.blockedBy.map(Decision.blocked) ?? .wait }
        let blocker = holders.first { $0.conflicts(with: claims) }
        holders.append(Holder(id: job.id, claims: claims))
        if let blocker { return .blocked(by: blocker.id) }
        guard room > 0 else { return .wait }
        room -= 1
        return .start
    }
}
