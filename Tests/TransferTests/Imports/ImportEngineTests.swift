import Crypto
import JSON
import Posix
import Reporting
import Spooling
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct ImportEngineTests {
    @Test("a first archive makes the far side equal to the near one, and says what it did")
    func firstCarry() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        for (package, version) in [("alpha", "1.0"), ("alpha", "1.1"), ("beta", "1.0")] {
            try near.publish(package, version)
        }
        let archive = try await near.archive()
        let staged = try far.stage(archive)
        let plan = try await far.engine.plan(staged, reporter: .silent)
        #expect(plan.new.count == 3 && plan.documents.count == 2 && plan.packages == ["alpha", "beta"])
        #expect(plan.bytes == staged.head.manifest.counts.bytes)
        let result = try await far.apply(staged)
        #expect(result.placed == 3 && result.merged == 2 && result.unchanged == 0 && result.packages == 2)
        #expect(result.didChange && !result.isPartial && result.bytes == plan.bytes)
        #expect(try TreePicture(far.tree) == TreePicture(near.tree))
        let log = try AppliedLog(far.folder).outcomes()
        #expect(log == [result] && log[0].id == staged.id && log[0].placed == 3 && !log[0].isPartial)
        #expect(log[0].appliedBy == "test" && log[0].appliedAt == "2026-11-21T01:30:00Z")
        #expect(log[0].summary.origin == archive.string && log[0].summary.scope == .full)
    }

    @Test("applied again, an archive is a success that changes nothing")
    func replay() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let archive = try await near.archive()
        try await far.apply(archive)
        let (before, records) = (try TreePicture(far.tree), try RecordStore(far.folder).load())
        let again = try far.stage(archive)
        #expect(try await far.engine.plan(again, reporter: .silent).isContained)
        let result = try await far.apply(again)
        #expect(!result.didChange && !result.isPartial && result.unchanged == 2)
        #expect(try TreePicture(far.tree) == before && RecordStore(far.folder).load() == records)
    }

    @Test("a newer archive that brings nothing new is remembered as the newer one, file by file")
    func remembered() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        let full = try await far.stage(near.archive(BuildRequest(baseline: .none)))
        #expect(try await !far.apply(full).didChange)
        let records = try RecordStore(far.folder).load()
        let sequence = full.head.manifest.sequence
        #expect(records.files.values.map(\.sequence) == [sequence])
        #expect(records.documents.values.map(\.sequence) == [sequence])
        #expect(records.target?.sequence == sequence)
    }

    @Test("after an import nothing is left but what docs/formats/storage.md names")
    func leftovers() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        try near.publish("alpha", "1.0", "other bytes")
        let second = try await far.stage(near.archive())
        try await far.apply(second)
        let target = second.head.target.id
        let kept = ["alpha/", "alpha/1.0.bin", "alpha/index.txt"].map { "files/\($0)" }
        let document = try RelativePath("alpha/index.txt").flat
        let folder = try #require(document.parent)
        let left = ["documents/", "documents/\(folder)/", "documents/\(document)", "files/"] + kept
        let undo = (["", "accepted.json"] + left + ["target.json", "undo.jsonl"]).map { "undo/\(second.id)/\($0)" }
        let expected = ["accepted.json", "applied.jsonl", "staging/", "target-\(target).json", "undo/"] + undo
        #expect(try TreePicture(far.folder.directory).paths == expected)
    }

    @Test("what a second archive carries is only what is new, and what it relies on is here")
    func secondCarry() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        try near.publish("gamma", "1.0")
        try await far.apply(near.archive())
        try near.publish("alpha", "1.1")
        let second = try await far.stage(near.archive())
        #expect(second.head.manifest.files.map(\.entry.path.string) == ["alpha/1.1.bin", "alpha/index.txt"])
        #expect(second.head.manifest.files.map(\.operation) == [.add, .replace])
        let result = try await far.apply(second)
        #expect(result.placed == 1 && result.merged == 1)
        #expect(try TreePicture(far.tree) == TreePicture(near.tree))
    }

    @Test("an archive whose base is missing is refused, names the files and changes nothing")
    func missingBase() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let first = try await near.archive()
        try near.publish("beta", "1.0")
        let second = try await near.archive()
        let before = try TreePicture(far.tree)
        let error = await #expect(throws: TransferError.self) { try await far.apply(second) }
        #expect(error?.code == .missingBase && error?.details == ["alpha/1.0.bin", "alpha/index.txt"])
        #expect(error?.hint?.contains("apply the archives before it") == true)
        #expect(try TreePicture(far.tree) == before)
        try await far.apply(first)
        try await far.apply(second)
        #expect(try TreePicture(far.tree) == TreePicture(near.tree))
    }

    @Test("with what is missing allowed, the result names it, and the archive found later completes the tree")
    func allowMissing() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let first = try await near.archive()
        try near.publish("beta", "1.0")
        let second = try await near.archive()
        let result = try await far.apply(second, allowMissing: true)
        #expect(result.isPartial && result.missing == ["alpha/1.0.bin", "alpha/index.txt"] && result.placed == 1)
        let late = try await far.apply(first)
        #expect(late.placed == 1 && late.merged == 1 && !late.isPartial)
        #expect(try TreePicture(far.tree) == TreePicture(near.tree))
    }

    @Test("two archives on one base fit in either order", arguments: [false, true])
    func oneBase(_ swapped: Bool) async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let base = try await near.build()
        try await far.apply(near.path(of: base))
        var archives: [AbsolutePath] = []
        for version in ["1.1", "1.2"] {
            try near.publish("alpha", version)
            archives.append(try await near.archive(BuildRequest(baseline: .snapshot(base.target.id))))
        }
        for archive in swapped ? archives.reversed() : archives { try await far.apply(archive) }
        #expect(try TreePicture(far.tree) == TreePicture(near.tree))
    }

    @Test("an older archive brings what a newer one skipped, and nothing that it overtook")
    func older() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let base = try await near.build()
        try await far.apply(near.path(of: base))
        try near.publish("beta", "1.0", "first")
        try near.publish("delta", "1.0", "stays")
        let older = try await near.archive(BuildRequest(baseline: .snapshot(base.target.id)))
        try near.publish("beta", "1.0", "second")
        let newer = try await near.archive()
        try await far.apply(newer, allowMissing: true)
        let result = try await far.apply(older)
        #expect(result.superseded == 1 && result.placed == 1 && result.conflicts.isEmpty)
        #expect(try far.text("beta/1.0.bin") == "second")
        #expect(try far.text("delta/1.0.bin") == "stays")
        #expect(try TreePicture(far.tree) == TreePicture(near.tree))
    }

    @Test("other bytes under the same version replace the source's file, and the old ones are kept")
    func replaced() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0", "first")
        try await far.apply(near.archive())
        try near.publish("alpha", "1.0", "second")
        let staged = try await far.stage(near.archive())
        let result = try await far.apply(staged)
        #expect(result.replaced == 1 && result.placed == 0)
        #expect(try far.text("alpha/1.0.bin") == "second")
        #expect(try far.text(".packferry/undo/\(staged.id)/files/alpha/1.0.bin") == "first")
    }

    @Test("undo is kept for the latest import that changed something; one that changed nothing leaves it alone")
    func undo() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        var staged: [StagedImport] = []
        var archives: [AbsolutePath] = []
        for text in ["first", "second", "third"] {
            try near.publish("alpha", "1.0", text)
            archives.append(try await near.archive())
            staged.append(try far.stage(archives[archives.count - 1]))
            try await far.apply(staged[staged.count - 1])
        }
        #expect(try far.text(".packferry/undo/\(staged[1].id)/files/alpha/1.0.bin") == nil)
        #expect(try far.text(".packferry/undo/\(staged[2].id)/files/alpha/1.0.bin") == "second")
        try await far.apply(archives[0])
        #expect(try far.text(".packferry/undo/\(staged[2].id)/files/alpha/1.0.bin") == "second")
    }

    @Test("a damaged copy of the source's file is replaced")
    func damagedCopy() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let archive = try await near.archive()
        try await far.apply(archive)
        try far.write("alpha/1.0.bin", "rotten")
        let result = try await far.apply(archive)
        #expect(result.replaced == 1 && !result.isPartial)
        #expect(try far.text("alpha/1.0.bin") == "alpha 1.0")
    }

    @Test("what the near side holds as broken travels to nobody and is deleted nowhere")
    func held() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        try near.write("alpha/1.0.bin", "rotten")
        try near.publish("beta", "1.0")
        let staged = try await far.stage(near.archive())
        #expect(staged.head.target.entries.filter(\.held).map(\.path.string) == ["alpha/1.0.bin"])
        #expect(staged.head.manifest.deletes.isEmpty)
        try await far.apply(staged)
        #expect(try far.text("alpha/1.0.bin") == "alpha 1.0" && far.versions(of: "alpha") == ["1.0"])
        try near.write("alpha/1.0.bin", "alpha 1.0")
        let repaired = try await far.stage(near.archive())
        #expect(repaired.head.manifest.files.map(\.entry.path.string) == ["alpha/1.0.bin", "alpha/index.txt"])
        #expect(try await far.apply(repaired).didChange == false)
    }

    @Test("what is gone at the near side is counted, and stays here")
    func deletes() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
        try await far.apply(near.archive())
        try near.remove("beta")
        let staged = try await far.stage(near.archive())
        #expect(staged.head.manifest.deletes.map(\.path.string) == ["beta/1.0.bin", "beta/index.txt"])
        let result = try await far.apply(staged)
        #expect(result.pendingDeletes == 1 && !result.didChange && !result.isPartial)
        #expect(try far.text("beta/1.0.bin") == "beta 1.0")
    }

    @Test("what was placed is told to the tree with the identity that the files keep")
    func noted() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        let noted = far.sink.placedFiles
        #expect(noted.map(\.entry.path.string) == ["alpha/1.0.bin"])
        #expect(try noted.first?.info == far.tree.info(RelativePath("alpha/1.0.bin")))
    }
}
