import Posix
import Reporting
import Spooling
import TestSupport
import Testing

@testable import Transfer

/// Deletes: listed by the source, carried out where somebody asks for it, and only on what is the source's.
@Suite(.memoryDirectory) struct DeleteTests {
    private let near: Side
    private let far: Side

    init() async throws {
        (near, far) = (try await Side("near"), try await Side("far"))
        for version in ["1.0", "1.1"] { try near.publish("alpha", version) }
        try near.publish("beta", "1.0")
        try near.publish("stays", "1.0")
        try await far.apply(near.archive())
    }

    /// Takes a version away for good at the near side.
    private func withdraw(_ package: String, _ version: String) throws {
        try near.unlist(package, version)
        try near.remove("\(package)/\(version).bin")
    }

    /// An archive that says that a version of one package and all of another are gone.
    private func archive() async throws -> AbsolutePath {
        try withdraw("alpha", "1.0")
        try near.remove("beta")
        return try await near.archive(BuildRequest(allowShrink: true))
    }

    @discardableResult
    private func apply(_ archive: AbsolutePath, delete: Bool) async throws -> ImportOutcome {
        let options = ApplyOptions(delete: delete, initiator: "test")
        return try await far.engine.apply(far.stage(archive), options: options, reporter: .silent)
    }

    private var pending: [String] {
        get throws { try RecordStore(far.folder).load().pending.keys.map(\.string).sorted() }
    }

    @Test("asked for, a version goes with its line, and a package with its document and folder")
    func asked() async throws {
        let outcome = try await apply(archive(), delete: true)
        #expect(outcome.deleted == 2 && outcome.pendingDeletes == 0 && !outcome.isPartial && outcome.didChange)
        #expect(try far.text("alpha/1.0.bin") == nil && far.versions(of: "alpha") == ["1.1"])
        #expect(try far.tree.info(RelativePath("beta")) == nil)
        #expect(try far.text("stays/1.0.bin") != nil)
        let records = try RecordStore(far.folder).load()
        #expect(records.files.keys.map(\.string).sorted() == ["alpha/1.1.bin", "stays/1.0.bin"])
        #expect(try records.documents.count == 2 && pending == [])
    }

    @Test("not asked for, all of it stays and is remembered, for this archive again or a later one")
    func declined() async throws {
        let archive = try await archive()
        let declined = try await apply(archive, delete: false)
        #expect(declined.deleted == 0 && declined.pendingDeletes == 2)
        #expect(try far.text("alpha/1.0.bin") != nil && far.versions(of: "beta") == ["1.0"])
        #expect(try pending == ["alpha/1.0.bin", "beta/1.0.bin", "beta/index.txt"])
        try near.publish("gamma", "1.0")
        let later = try await apply(near.archive(), delete: true)
        #expect(later.deleted == 2 && later.placed == 1)
        #expect(try far.versions(of: "alpha") == ["1.1"] && far.tree.info(RelativePath("beta")) == nil)
        #expect(try pending == [])
    }

    @Test("asked for with the same archive once more, it goes too")
    func again() async throws {
        let archive = try await archive()
        try await apply(archive, delete: false)
        #expect(try await apply(archive, delete: true).deleted == 2)
        #expect(try far.versions(of: "alpha") == ["1.1"] && far.tree.info(RelativePath("beta")) == nil)
        #expect(try await !apply(archive, delete: true).didChange)
    }

    @Test("declined, and then added again by the source, it is no delete any more")
    func addedAgain() async throws {
        try await apply(archive(), delete: false)
        try near.publish("alpha", "1.0")
        try near.publish("beta", "1.0")
        try await apply(near.archive(), delete: false)
        #expect(try pending == [])
        try near.publish("gamma", "1.0")
        #expect(try await apply(near.archive(), delete: true).deleted == 0)
        #expect(try far.versions(of: "alpha") == ["1.0", "1.1"] && far.versions(of: "beta") == ["1.0"])
    }

    @Test("what the site changed, put there first, or published beside it stays")
    func ofSite() async throws {
        try near.publish("delta", "1.0")
        try far.publish("delta", "1.0")
        try await apply(near.archive(), delete: false)
        let archive = try await archive()
        try far.publish("alpha", "1.0", "changed here")
        try far.publish("beta", "9.9", "published here")
        try near.remove("delta")
        let second = try await near.archive(BuildRequest(allowShrink: true))
        try await apply(archive, delete: true)
        try await apply(second, delete: true)
        #expect(try far.text("alpha/1.0.bin") == "changed here")
        #expect(try far.versions(of: "beta") == ["9.9"] && far.text("beta/9.9.bin") == "published here")
        #expect(try far.text("delta/1.0.bin") == "delta 1.0" && far.versions(of: "delta") == ["1.0"])
    }

    @Test("an older archive that arrives late deletes nothing that a newer one lists")
    func late() async throws {
        let deleting = try await archive()
        try near.publish("alpha", "1.0")
        let restoring = try await near.archive()
        try await apply(deleting, delete: false)
        try await apply(restoring, delete: false)
        #expect(try await apply(deleting, delete: true).deleted == 1)
        #expect(try far.versions(of: "alpha") == ["1.0", "1.1"] && far.versions(of: "beta") == [])
    }

    @Test("taken back, what went is there again, and what was declined is declined as before")
    func rollback() async throws {
        let archive = try await archive()
        try await apply(archive, delete: false)
        try near.publish("gamma", "1.0")
        let later = try await near.archive()
        let before = try TreePicture(far.tree, skipping: ["applied.jsonl", "undo", "work", "staging"])
        let outcome = try await apply(later, delete: true)
        let back = try await far.engine.rollBack(outcome.id, by: "test", reporter: .silent)
        #expect(back.restored == 2 && !back.isPartial)
        #expect(try TreePicture(far.tree, skipping: ["applied.jsonl", "undo", "work", "staging"]) == before)
        #expect(try pending.count == 3)
    }

    @Test("taken back after the site published into a package that went, both are there")
    func rollbackBeside() async throws {
        let outcome = try await apply(archive(), delete: true)
        try far.publish("beta", "9.9", "published here")
        _ = try await far.engine.rollBack(outcome.id, by: "test", reporter: .silent)
        #expect(try far.versions(of: "beta") == ["1.0", "9.9"] && far.text("beta/1.0.bin") == "beta 1.0")
    }

    @Test("tried, it says how many would go, and nothing goes")
    func trial() async throws {
        let archive = try await archive()
        let before = try TreePicture(far.tree)
        let options = ApplyOptions(delete: true, initiator: "test")
        let input = try ArchiveInput(archive)
        let outlook = try await far.engine.tryApplying(input, options: options, reporter: .silent)
        #expect(outlook.deleted == 2 && outlook.isDryRun)
        #expect(try TreePicture(far.tree) == before)
    }

    @Test("stopped anywhere, it goes on to the same end, and so does taking it back", .ends)
    func stops() async throws {
        let archive = try await archive()
        let old = try TreePicture(far.tree)
        let folder = try AbsolutePath(TemporaryDirectory.current)
        func copy(_ name: String) async throws -> Side {
            let (from, to) = (try RelativePath("far/tree"), try RelativePath("\(name)/tree"))
            try Directory(opening: folder.appending(from)).copy(to: folder.appending(to))
            return try await Side(name)
        }
        func run(_ side: Side) async throws -> ImportOutcome {
            let options = ApplyOptions(delete: true, initiator: "test")
            return try await side.engine.apply(side.stage(archive), options: options, reporter: .silent)
        }
        let undisturbed = try await copy("undisturbed")
        let id = try await run(undisturbed).id
        let (new, records) = (try TreePicture(undisturbed.tree), try RecordStore(undisturbed.folder).load())
        try await CrashPoints.forEachStop { point in
            let side = try await copy("stop-\(point.number)")
            _ = try await point.run { try await run(side) }
            try await side.engine.recover(reporter: .silent)
            let tree = try TreePicture(side.tree)
            #expect(tree == old || tree == new, "stopped at \(point.number)")
            _ = try await run(side)
            #expect(try TreePicture(side.tree) == new && RecordStore(side.folder).load() == records)
            _ = try await side.engine.rollBack(id, by: "test", reporter: .silent)
            #expect(try TreePicture(side.tree) == old, "taken back after a stop at \(point.number)")
        }
    }
}
