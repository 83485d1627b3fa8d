/// Decides which waiting jobs may start: a pure function of what waits, what is held and how much room there is.
///
/// Jobs are served in their order. One that conflicts with an earlier one waits for it even if that one waits itself:
/// otherwise those that share a resource could keep one that needs it alone waiting for ever.
struct Admission {
    struct Candidate {
        let job: Job
        let claims: [ResourceClaim]
    }

    /// What a job that runs, or was given up and still works, holds.
    struct Holder {
        let id: String
        let claims: [ResourceClaim]
    }

    enum Decision: Equatable {
        case start
        case wait
        case blocked(by: String)
    }

    private var holders: [Holder]
    private var room: Int
    private let now: Int64

    init(holders: [Holder], room: Int, now: Int64) {
        self.holders = holders
        self.room = room
        self.now = now
    }

    /// The decision for the next job in order.
    mutating func decide(_ candidate: Candidate) -> Decision {
        // A pause between two attempts holds up nobody else.
        guard candidate.job.notBefore <= now else { return .wait }
        if let holder = holders.first(where: { conflict(candidate.claims, $0.claims) }) {
            hold(candidate)
            return .blocked(by: holder.id)
        }
        hold(candidate)
        guard room > 0 else { return .wait }
        room -= 1
        return .start
    }

    private mutating func hold(_ candidate: Candidate) {
        holders.append(Holder(id: candidate.job.id, claims: candidate.claims))
    }

    private func conflict(_ left: [ResourceClaim], _ right: [ResourceClaim]) -> Bool {
        left.contains { claim in right.contains { claim.conflicts(with: $0) } }
    }
}
