import Posix
import Spooling
import Testing
import Transfer

/// The rules about archives that arrive.
enum Arriving<Fixture: TreeFixture> {
    static func replay() async throws {
        let (near, far) = (try await TreeSide<Fixture>("near"), try await TreeSide<Fixture>("far"))
        for item in ["alpha", "beta"] { try near.fixture.publish(item, item) }
        let archive = try await near.archive()
        #expect(try await far.apply(archive).didChange)
        #expect(try far.fixture.offered() == ["alpha", "beta"])
        let picture = try far.picture()
        let again = try await far.apply(archive)
        #expect(!again.didChange && !again.isPartial)
        #expect(try far.picture() == picture)
    }

    static func anyOrder() async throws {
        let near = try await TreeSide<Fixture>("near")
        let (one, other) = (try await TreeSide<Fixture>("one"), try await TreeSide<Fixture>("other"))
        try near.fixture.publish("alpha", "alpha")
        let first = try await near.build()
        let base = try await near.archive(from: .none)
        for side in [one, other] { try await side.apply(base) }
        var archives = [base]
        for item in ["beta", "gamma"] {
            try near.fixture.publish(item, item)
            archives.append(try await near.archive(from: .snapshot(first.target.id)))
        }
        for archive in archives.dropFirst() { #expect(try await !one.apply(archive).isPartial) }
        for archive in archives.dropFirst().reversed() { #expect(try await !other.apply(archive).isPartial) }
        // What the newest does not list may lie there or not: only the first way round brought it.
        for entry in try await near.capture().entries {
            let path = try one.fixture.sink.location(of: entry.path).string
            let (first, second) = (try one.picture()[path], try other.picture()[path])
            #expect(first != nil && first == second, "\(path)")
        }
        for side in [one, other] { #expect(try side.fixture.offered() == ["alpha", "beta", "gamma"]) }
    }

    static func siteFiles() async throws {
        let (near, far) = (try await TreeSide<Fixture>("near"), try await TreeSide<Fixture>("far"))
        try near.fixture.publish("alpha", "alpha")
        try await far.apply(near.archive())
        try far.fixture.publishLocally("own", "the site's")
        try far.fixture.publishLocally("clash", "the site's too")
        try near.fixture.publish("clash", "the source's")
        let result = try await far.apply(near.archive())
        #expect(result.isPartial && result.conflicts.contains { $0.contains("clash") })
        try near.fixture.publish("clash", "the source's again")
        try near.fixture.publish("beta", "beta")
        #expect(try await far.apply(near.archive()).isPartial)
        #expect(try far.fixture.content(of: "own") == "the site's")
        #expect(try far.fixture.content(of: "clash") == "the site's too")
        #expect(try far.fixture.content(of: "beta") == "beta" && far.fixture.offered().contains("beta"))
    }

    static func obstructed() async throws {
        let (near, far) = (try await TreeSide<Fixture>("near"), try await TreeSide<Fixture>("far"))
        for item in ["alpha", "beta"] { try near.fixture.publish(item, item) }
        try await far.apply(near.archive())
        try far.fixture.divert("alpha")
        try near.fixture.publish("alpha", "alpha again")
        try near.fixture.publish("gamma", "gamma")
        let archive = try await near.archive()
        let result = try await far.apply(archive)
        #expect(result.isPartial && result.conflicts.contains { $0.contains("alpha") })
        #expect(try far.fixture.content(of: "gamma") == "gamma" && far.fixture.offered().contains("gamma"))
        #expect(try far.fixture.tree.info(far.fixture.place(of: "alpha"))?.kind == .link)
        try far.fixture.bringBack("alpha")
        #expect(try far.fixture.content(of: "alpha") == "alpha")
        #expect(try await !far.apply(archive).isPartial)
        #expect(try far.fixture.content(of: "alpha") == "alpha again")
    }
}
