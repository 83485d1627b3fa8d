import Posix
import Testing
import Transfer

/// The rules about freezing a tree.
enum Capturing<Fixture: TreeFixture> {
    private static func near(_ name: String = "near", items: Int = 20) async throws -> TreeSide<Fixture> {
        let near = try await TreeSide<Fixture>(name)
        for number in 0..<items { try near.fixture.publish("item\(number)", "content \(number)") }
        return near
    }

    static func deterministic() async throws {
        let (one, other) = (try await near("one"), try await TreeSide<Fixture>("other"))
        for number in (0..<20).reversed() { try other.fixture.publish("item\(number)", "content \(number)") }
        let first = try await one.capture()
        #expect(try await one.capture().encoded == first.encoded)
        #expect(try await one.capture(since: first).encoded == first.encoded)
        let second = try await other.capture()
        #expect(second.entries == first.entries && second.stateDigest == first.stateDigest)
        #expect(!first.entries.isEmpty && first.entries.allSatisfy { !$0.held })
    }

    static func held() async throws {
        let (near, far) = (try await near(), try await TreeSide<Fixture>("far"))
        try await far.apply(near.archive())
        try near.fixture.spoil("item3")
        try near.fixture.publish("fresh", "new")
        let staged = try await far.stage(near.archive())
        let held = staged.head.target.entries.filter(\.held)
        #expect(!held.isEmpty && staged.head.manifest.deletes.allSatisfy { !held.map(\.path).contains($0.path) })
        #expect(staged.head.manifest.files.allSatisfy { !$0.entry.held })
        let result = try await far.apply(near.archive(from: .none))
        #expect(!result.isPartial)
        #expect(try far.fixture.content(of: "item3") == "content 3" && far.fixture.offered().contains("item3"))
        #expect(try far.fixture.content(of: "fresh") == "new")
        let broken = try await near.capture(since: staged.head.target)
        #expect(broken.entries.filter(\.held) == held)
        try near.fixture.publish("item3", "content 3")
        #expect(try await near.capture(since: broken).entries.allSatisfy { !$0.held })
    }

    static func diverted() async throws {
        let (near, far) = (try await near(), try await TreeSide<Fixture>("far"))
        try await far.apply(near.archive())
        try near.fixture.divert("item3")
        try near.fixture.publish("fresh", "new")
        let result = try await near.build(BuildRequest(allowShrink: true))
        #expect(result.isPartial && result.held > 0)
        #expect(result.report.leftBehind.contains { $0.path.contains("item3") && $0.reason.contains("symbolic link") })
        let staged = try far.stage(near.archive(result))
        let held = Set(staged.head.target.entries.filter(\.held).map(\.path))
        #expect(held.count == result.held && staged.head.manifest.deletes.allSatisfy { !held.contains($0.path) })
        #expect(try await !far.apply(near.archive(result)).isPartial)
        #expect(try far.fixture.content(of: "item3") == "content 3" && far.fixture.offered().contains("item3"))
        #expect(try far.fixture.content(of: "fresh") == "new")
        let again = try await near.build()
        #expect(again.artifact == nil && again.isPartial)
        try near.fixture.bringBack("item3")
        #expect(try await !near.build().isPartial)
    }

    static func gone() async throws {
        let (near, far) = (try await near(), try await TreeSide<Fixture>("far"))
        try await far.apply(near.archive())
        let before = try await near.capture()
        try near.fixture.withdraw("item7")
        let manifest = try #require(try await near.build().manifest)
        let after = try await near.capture(since: before)
        let lost = before.entries.map(\.path).filter { after.entry(at: $0) == nil }
        #expect(!lost.isEmpty && manifest.deletes.map(\.path) == lost)
        let full = try await far.apply(near.archive(from: .none))
        #expect(!full.isPartial)
        #expect(try far.fixture.content(of: "item7") == "content 7")
    }

    static func shrinkGuard() async throws {
        let near = try await near()
        _ = try await near.build()
        for number in 0..<10 { try near.fixture.withdraw("item\(number)") }
        let error = await #expect(throws: TransferError.self) { try await near.build() }
        #expect(error?.code == .shrunk && error?.hint?.contains("--allow-shrink") == true)
        #expect(try await near.build(BuildRequest(allowShrink: true)).manifest?.deletes.isEmpty == false)
    }
}
