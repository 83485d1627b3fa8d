import Crypto
import JSON
import Posix
import Spooling
import TestSupport
import Testing

@testable import Transfer

@Suite struct RecordFoldingTests {
    private func change(
        placed: String = "",
        found: String = "",
        sequence: Int64 = 10,
        source: String = Golden.uuid,
        fill: (inout AppliedChange) throws -> Void = { _ in }
    ) throws -> AppliedChange {
        let target = try Snapshot(placed, uuid: source)
        let manifest = Manifest(
            repository: target.repository,
            sequence: sequence,
            scope: .full,
            base: nil,
            target: target.id,
            stateDigest: target.stateDigest,
            platforms: [],
            created: target.created,
            generator: "tests",
            files: [],
            deletes: [],
            warnings: []
        )
        var change = AppliedChange(manifest: manifest, archiveID: "archive \(sequence)")
        for entry in try entryList(placed) { try change.placed.set(entry.path, entry) }
        for entry in try entryList(found) { try change.found.set(entry.path, entry) }
        try fill(&change)
        return change
    }

    private func file(_ records: AcceptedRecords, _ path: String) throws -> AcceptedRecords.File? {
        records.files[try RelativePath(path)]
    }

    @Test("what was placed is the source's; what was found is too, but was here before")
    func owning() throws {
        var records = AcceptedRecords()
        try records.fold(change(placed: "a/1=x", found: "b/1=y"))
        #expect(records.sources == [Golden.uuid])
        #expect(
            try file(records, "a/1.bin")
                == .init(sha512: .init(of: "x"), source: Golden.uuid, sequence: 10, prior: false)
        )
        #expect(try file(records, "b/1.bin")?.prior == true)
        #expect(records.target?.archiveID == "archive 10")
    }

    @Test("found again, a file stays what it was and only its sequence rises")
    func again() throws {
        var records = AcceptedRecords()
        try records.fold(change(placed: "a/1=x", found: "b/1=y"))
        try records.fold(change(found: "a/1=x b/1=y", sequence: 11))
        #expect(try file(records, "a/1.bin")?.prior == false)
        #expect(try file(records, "b/1.bin")?.prior == true)
        #expect(try file(records, "a/1.bin")?.sequence == 11)
        try records.fold(change(found: "a/1=x", sequence: 9))
        #expect(try file(records, "a/1.bin")?.sequence == 11)
    }

    @Test("other bytes are another file: no longer one that was here before")
    func otherBytes() throws {
        var records = AcceptedRecords()
        try records.fold(change(found: "a/1=x"))
        try records.fold(change(placed: "a/1=y", sequence: 11))
        #expect(
            try file(records, "a/1.bin")
                == .init(sha512: .init(of: "y"), source: Golden.uuid, sequence: 11, prior: false)
        )
    }

    @Test("a conflict is remembered until the file is the source's")
    func conflicts() throws {
        let path = try RelativePath("a/1.bin")
        var records = AcceptedRecords()
        try records.fold(change { $0.conflicts[path] = SHA512Digest(of: "own") })
        #expect(records.conflicts == [path: SHA512Digest(of: "own")])
        try records.fold(change(placed: "a/1=x", sequence: 11))
        #expect(records.conflicts.isEmpty)
    }

    @Test("an older archive of the source changes neither target nor what documents were merged last")
    func older() throws {
        let document = try TextTree.indexEntry("a", [1])
        let older = try TextTree.indexEntry("a", [2])
        var records = AcceptedRecords()
        try records.fold(change { try $0.merged(document, ["n": 1]) })
        try records.fold(change(sequence: 9) { try $0.merged(older, ["n": 2]) })
        #expect(records.target?.sequence == 10)
        let known = try #require(records.document(at: document.path, from: Golden.uuid))
        #expect(known.sha512 == document.sha512 && known.sequence == 10 && known.record == ["n": 2])
    }

    @Test("each source has its own sequences")
    func sources() throws {
        let document = try TextTree.indexEntry("a", [1])
        var records = AcceptedRecords()
        try records.fold(change(placed: "a/1=x") { try $0.merged(document, ["n": 1]) })
        try records.fold(change(found: "a/1=x", sequence: 3, source: Golden.archiveID))
        #expect(records.sources == [Golden.uuid, Golden.archiveID])
        #expect(try file(records, "a/1.bin")?.source == Golden.archiveID)
        #expect(try file(records, "a/1.bin")?.sequence == 3)
        #expect(records.sequence(of: Golden.archiveID) == 3 && records.sequence(of: Golden.uuid) == 10)
        #expect(records.target?.source == Golden.archiveID)
        #expect(records.document(at: document.path, from: Golden.archiveID) == nil)
        #expect(records.document(at: document.path, from: Golden.uuid)?.record == ["n": 1])
        let other = try TextTree.indexEntry("a", [2])
        try records.fold(change(sequence: 4, source: Golden.archiveID) { try $0.merged(other, ["n": 2]) })
        #expect(records.document(at: document.path, from: Golden.archiveID)?.sha512 == other.sha512)
        #expect(records.document(at: document.path, from: Golden.uuid)?.sha512 == document.sha512)
    }

    @Test("an archive that is older than what its source sent before is no news, whatever another source sent since")
    func olderAfterAnother() throws {
        var records = AcceptedRecords()
        try records.fold(change(sequence: 100))
        try records.fold(change(sequence: 5, source: Golden.archiveID))
        try records.fold(change(sequence: 90))
        #expect(records.sequence(of: Golden.uuid) == 100 && records.target?.sequence == 5)
        try records.fold(change(sequence: 101))
        #expect(records.target?.archiveID == "archive 101")
    }

    @Test("a file is the source's while it is what was brought, or a damaged copy of it")
    func belonging() throws {
        var records = AcceptedRecords()
        try records.fold(change(placed: "a/1=x"))
        let (same, other) = try (entryList("a/1=x")[0], entryList("a/1=y")[0])
        #expect(records.isFile(LiveFile(same, isIntact: true), of: Golden.uuid))
        #expect(records.isFile(LiveFile(other, isIntact: false), of: Golden.uuid))
        #expect(!records.isFile(LiveFile(other, isIntact: true), of: Golden.uuid))
        #expect(!records.isFile(LiveFile(same, isIntact: true), of: Golden.archiveID))
    }
}

extension AppliedChange {
    /// Notes a document as merged.
    fileprivate mutating func merged(_ entry: Entry, _ record: JSONValue) throws {
        try documents.set(entry.path, MergedDocument(entry: entry, record: record))
    }
}
