import Posix
import Testing
import Transfer

/// The rules about archives that are taken back.
enum RollingBack<Fixture: TreeFixture> {
    /// A far side that took one archive, and another one that adds and replaces something.
    private static func scene() async throws -> (far: TreeSide<Fixture>, archive: AbsolutePath) {
        let (near, far) = (try await TreeSide<Fixture>("near"), try await TreeSide<Fixture>("far"))
        for item in ["alpha", "beta"] { try near.fixture.publish(item, item) }
        try far.fixture.publishLocally("own", "the site's")
        try await far.apply(near.archive())
        try near.fixture.publish("alpha", "alpha again")
        try near.fixture.publish("gamma", "gamma")
        return (far, try await near.archive())
    }

    static func whole() async throws {
        let (far, archive) = try await scene()
        let before = try far.picture()
        let applied = try await far.apply(archive)
        let after = try far.picture()
        #expect(try await !far.rollBack(applied).isPartial)
        #expect(try far.picture() == before)
        #expect(try await far.apply(archive).didChange)
        #expect(try far.picture() == after)
        try far.fixture.publishLocally("later", "published since")
        #expect(try await !far.rollBack(applied).isPartial)
        #expect(try far.fixture.content(of: "later") == "published since")
        #expect(try far.fixture.content(of: "alpha") == "alpha" && far.fixture.content(of: "gamma") == nil)
        let offered = try far.fixture.offered()
        #expect(offered.isSuperset(of: ["alpha", "beta"]) && !offered.contains("gamma"))
    }

    static func stops() async throws {
        let (far, archive) = try await scene()
        let before = try far.picture()
        let applied = try await far.apply(archive)
        try await CrashPoints.forEachStop { point in
            let side = try await far.copy(as: "stop-\(point.number)")
            _ = try await point.run { try await side.rollBack(applied) }
            try await side.recover()
            try await side.rollBack(applied)
            let picture = try side.picture()
            let changed = Set(picture.keys).union(before.keys).filter { picture[$0] != before[$0] }
            let first = changed.min().map { "\($0): \(picture[$0] ?? "gone"), and not \(before[$0] ?? "gone")" }
            #expect(first == nil, "stopped at \(point.number)")
        }
    }
}
