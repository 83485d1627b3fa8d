import Testing
import Time

@testable import Jobs

@Suite("Admission")
struct AdmissionTests {
    private static let alone = [ResourceClaim("npm:tree", .exclusive)]
    private static let together = [ResourceClaim("npm:tree", .shared)]

    private func waiting(_ id: String, notBefore: Moment = 0) -> Job { .sample(.queued, id: id, notBefore: notBefore) }

    @Test("starts what conflicts with nothing, as far as there is room")
    func room() {
        var admission = Admission(holders: [], room: 2, now: 0)
        #expect(admission.decide(waiting("a"), claims: []) == .start)
        #expect(admission.decide(waiting("b"), claims: Self.alone) == .start)
        #expect(admission.decide(waiting("c"), claims: []) == .wait)
    }

    @Test("blocks whoever needs alone what somebody holds, and the other way round")
    func exclusive() {
        for (held, wanted) in [(Self.alone, Self.together), (Self.together, Self.alone), (Self.alone, Self.alone)] {
            var admission = Admission(holders: [.init(id: "runs", claims: held)], room: 9, now: 0)
            #expect(admission.decide(waiting("a"), claims: wanted) == .blocked(by: "runs"))
        }
    }

    @Test("lets those that share run together")
    func shared() {
        var admission = Admission(holders: [.init(id: "runs", claims: Self.together)], room: 9, now: 0)
        #expect(admission.decide(waiting("a"), claims: Self.together) == .start)
        #expect(admission.decide(waiting("b"), claims: Self.together) == .start)
    }

    @Test("does not let sharers overtake one that waits to be alone")
    func fairness() {
        var admission = Admission(holders: [.init(id: "runs", claims: Self.together)], room: 9, now: 0)
        #expect(admission.decide(waiting("a"), claims: Self.alone) == .blocked(by: "runs"))
        #expect(admission.decide(waiting("b"), claims: Self.together) == .blocked(by: "a"))
    }

    @Test("keeps the place of a job for which there is no room yet")
    func place() {
        var admission = Admission(holders: [], room: 0, now: 0)
        #expect(admission.decide(waiting("a"), claims: Self.alone) == .wait)
        #expect(admission.decide(waiting("b"), claims: Self.alone) == .blocked(by: "a"))
    }

    @Test("does not hold others up for a job that pauses between two attempts")
    func pause() {
        var admission = Admission(holders: [], room: 9, now: 99)
        #expect(admission.decide(waiting("a", notBefore: 100), claims: Self.alone) == .wait)
        #expect(admission.decide(waiting("b", notBefore: 99), claims: Self.alone) == .start)
    }

    @Test("sees no conflict between different resources")
    func keys() {
        let other = [ResourceClaim("apt:tree", .exclusive), ResourceClaim("npm:artifacts", .exclusive)]
        var admission = Admission(holders: [.init(id: "runs", claims: Self.alone)], room: 9, now: 0)
        #expect(admission.decide(waiting("a"), claims: other) == .start)
    }
}
