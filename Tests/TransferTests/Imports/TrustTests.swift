import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct TrustTests {
    private func archive(_ name: String, _ package: String) async throws -> AbsolutePath {
        let near = try await Side(name)
        try near.publish(package, "1.0")
        return try await near.archive()
    }

    private func head(_ archive: AbsolutePath) throws -> ArchiveHead {
        try ArchiveReader(ArchiveInput(archive), rules: [TextRules()]).head()
    }

    @Test("the first source is adopted; another one is refused until it is trusted")
    func adopting() async throws {
        let far = try await Side("far")
        let (one, other) = (try await archive("one", "alpha"), try await archive("other", "beta"))
        try await far.apply(one)
        let error = await #expect(throws: TransferError.self) { try await far.apply(other) }
        #expect(error?.code == .refused && error?.hint?.contains("trust-source") == true)
        #expect(try error?.cause.contains(head(other).manifest.repository.uuid) == true)
        try far.engine.trust(head(other))
        try far.engine.trust(head(other))
        #expect(try await far.apply(other).placed == 1)
        #expect(try RecordStore(far.folder).load().sources.count == 2)
    }

    @Test("one that was staged before another source was adopted is refused when it is applied")
    func stagedBefore() async throws {
        let far = try await Side("far")
        let one = try far.stage(try await archive("one", "alpha"))
        let other = try far.stage(try await archive("other", "beta"))
        try await far.apply(one)
        let before = try TreePicture(far.tree)
        let error = await #expect(throws: TransferError.self) { try await far.apply(other) }
        #expect(error?.code == .refused)
        #expect(try TreePicture(far.tree) == before && ImportJournal.interrupted(in: far.folder) == nil)
    }

    @Test("an archive is refused in the very storage that it was built from")
    func ownArchive() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        let archive = try await near.archive()
        let before = try TreePicture(near.tree)
        let error = #expect(throws: TransferError.self) { try near.stage(archive) }
        #expect(error?.code == .refused && error?.hint?.contains("the other side") == true)
        #expect(try TreePicture(near.tree) == before)
    }

    @Test("what a source withdrew stays away when its older archive comes late, though another source's came since")
    func olderOfTwo() async throws {
        let (one, other, far) = (try await Side("one"), try await Side("other"), try await Side("far"))
        try one.publish("alpha", "1.0")
        try one.publish("alpha", "2.0")
        let older = try await one.archive()
        try one.unlist("alpha", "1.0")
        try one.remove("alpha/1.0.bin")
        let newer = try await one.archive(BuildRequest(baseline: .none))
        try await far.apply(newer)
        try other.publish("beta", "1.0")
        let second = try await other.archive()
        try far.engine.trust(head(second))
        try await far.apply(second)
        let late = try await far.apply(older)
        #expect(late.superseded == 1 && late.placed == 0)
        #expect(try far.versions(of: "alpha") == ["2.0"] && far.text("alpha/1.0.bin") == nil)
        for archive in [newer, second] { #expect(try await !far.apply(archive).didChange) }
    }

    @Test("what two trusted sources both bring: each takes the other's for the site's, and nothing is lost")
    func twoSources() async throws {
        let (one, other, far) = (try await Side("one"), try await Side("other"), try await Side("far"))
        try one.publish("alpha", "1.0", "of one")
        try other.publish("alpha", "1.0", "of other")
        try other.publish("alpha", "2.0", "of other")
        try await far.apply(one.archive())
        let second = try await other.archive()
        try far.engine.trust(head(second))
        let result = try await far.apply(second)
        #expect(result.isPartial && result.placed == 1)
        #expect(try far.text("alpha/1.0.bin") == "of one" && far.versions(of: "alpha") == ["1.0", "2.0"])
        try one.publish("alpha", "1.1", "of one")
        #expect(try await !far.apply(one.archive()).isPartial)
        #expect(try far.versions(of: "alpha") == ["1.0", "1.1", "2.0"])
    }
}
