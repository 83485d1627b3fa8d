import Posix
import Reporting
import TestSupport
import Testing
import Time

@testable import Transfer

@Suite(.memoryDirectory) struct KnownImportTests {
    @Test("from staging on, all that is known of an import is told; nothing of it is lost when it is applied")
    func wholeWay() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let staged = try await far.engine.prepare(far.stage(near.archive()), reporter: .silent)
        let waiting = try #require(try KnownImport.all(in: far.folder).first)
        #expect(waiting.isWaiting && waiting.outcome == nil && waiting.summary == staged.summary)
        #expect(waiting.summary.plan?.new == 1 && waiting.summary.plan?.madeAt == Side.moment)
        let outcome = try await far.apply(staged)
        let applied = try #require(try KnownImport.all(in: far.folder).first)
        #expect(!applied.isWaiting && applied.outcome == outcome && applied.summary == outcome.summary)
        #expect(applied.summary == staged.summary)
        #expect(try KnownImport.find(staged.id, in: far.folder) == applied)
        #expect(try KnownImport.find(Golden.uuid, in: far.folder) == nil)
    }

    @Test("applied again, an archive is there once: when something came of it, with what is wrong now")
    func replay() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try far.publish("alpha", "1.0", "local")
        try near.publish("alpha", "1.0")
        try near.publish("beta", "1.0")
        let archive = try await near.archive()
        let first = try await far.apply(archive)
        #expect(first.isPartial && first.didChange)
        try far.remove("alpha")
        let second = try await far.apply(archive)
        try await far.apply(archive)
        let known = try KnownImport.all(in: far.folder)
        #expect(known.map(\.summary.id) == [first.id])
        #expect(known[0].outcome?.placed == second.placed && known[0].outcome?.isPartial == false)
    }

    @Test("staged again, it still tells that it was applied")
    func stagedAgain() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let archive = try await near.archive()
        let outcome = try await far.apply(archive)
        let staged = try far.stage(archive)
        let known = try #require(try KnownImport.find(staged.id, in: far.folder))
        #expect(known.isWaiting && known.summary == staged.summary && known.outcome == outcome)
        #expect(try KnownImport.all(in: far.folder) == [known])
    }

    @Test("those that wait come first, then those that were applied, the last ones first")
    func order() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        var ids: [String] = []
        for version in ["1.0", "1.1"] {
            try near.publish("alpha", version)
            ids.append(try await far.apply(near.archive()).id)
        }
        try near.publish("alpha", "1.2")
        ids.append(try await far.stage(near.archive()).id)
        #expect(try KnownImport.all(in: far.folder).map(\.summary.id) == ids.reversed())
    }

    @Test("neither manifest nor snapshot is read to tell of what waits")
    func small() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let staged = try await far.stage(near.archive())
        for name in ["manifest.json", "snapshot.json"] { try far.remove(".packferry/staging/\(staged.id)/\(name)") }
        #expect(try KnownImport.all(in: far.folder).map(\.summary) == [staged.summary])
        #expect(throws: TransferError.self) { try far.engine.staging.load(staged.id) }
    }

    @Test("a thousand sentences are kept, and how many more there were")
    func capped() {
        let sentences = (0..<1234).map { "\($0)" }
        #expect(sentences.capped(at: 1000).count == 1001 && sentences.capped(at: 1000).last == "and 234 more")
        #expect(sentences.capped(at: 1234) == sentences)
    }
}
