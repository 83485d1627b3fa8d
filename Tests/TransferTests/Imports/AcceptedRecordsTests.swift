import Crypto
import JSON
import Posix
import TestSupport
import Testing

@testable import Transfer

@Suite struct AcceptedRecordsTests {
    private static func golden() throws -> AcceptedRecords {
        let snapshot = try Snapshot(parsing: Array(Golden.snapshot.utf8))
        var records = AcceptedRecords()
        records.sources = [Golden.uuid]
        records.target = .init(
            snapshot: snapshot.id,
            source: Golden.uuid,
            sequence: 1_795_224_600,
            archiveID: Golden.archiveID
        )
        for (index, entry) in snapshot.entries.prefix(2).enumerated() {
            records.files[entry.path] = .init(
                sha512: entry.sha512,
                source: Golden.uuid,
                sequence: 1_795_224_600 - Int64(index),
                prior: index == 1
            )
        }
        records.documents[snapshot.entries[2].path] = .init(
            sha512: snapshot.entries[2].sha512,
            source: Golden.uuid,
            sequence: 1_795_224_600,
            record: ["merges": 1]
        )
        records.conflicts[try RelativePath("beta/1.0.bin")] = SHA512Digest(of: "beta")
        return records
    }

    @Test("the records are written one per line, sorted, byte for byte as before, and read back")
    func golden() throws {
        let records = try Self.golden()
        #expect(String(decoding: records.encoded, as: UTF8.self) == Golden.records)
        #expect(try AcceptedRecords(parsing: Array(Golden.records.utf8)) == records)
    }

    @Test("empty records are a document too")
    func empty() throws {
        let bytes = AcceptedRecords().encoded
        #expect(try AcceptedRecords(parsing: bytes) == AcceptedRecords())
    }

    @Test("records cut anywhere are refused")
    func truncation() {
        let whole = Array(Golden.records.utf8)
        for count in 0..<(whole.count - 1) {
            #expect(throws: (any Error).self, "cut at \(count)") {
                try AcceptedRecords(parsing: Array(whole[..<count]))
            }
        }
    }

    @Test(
        "records that lack what every one has are refused",
        arguments: [
            ["format"], ["target", "archive_id"], ["files", "0", "path"], ["files", "0", "sha512"],
            ["files", "0", "source"],
            ["files", "0", "sequence"], ["documents", "0", "record"], ["documents", "0", "source"],
            ["conflicts", "0", "path"],
        ]
    )
    func missing(_ place: [String]) throws {
        var document = try JSONValue(parsing: Array(Golden.records.utf8))
        document.set(place, to: nil)
        #expect(throws: TransferError.self) { try AcceptedRecords(parsing: document.encoded()) }
    }

    @Test("members of a later minor are passed over; a later major is refused")
    func versions() throws {
        var document = try JSONValue(parsing: Array(Golden.records.utf8))
        for place in [["new"], ["target", "new"], ["files", "0", "new"]] { document.set(place, to: [1]) }
        #expect(try AcceptedRecords(parsing: document.encoded()) == Self.golden())
        document.set("format", to: "packferry.accepted/2")
        #expect(throws: TransferError.self) { try AcceptedRecords(parsing: document.encoded()) }
    }
}

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
        change.placed = try entryList(placed)
        change.found = try entryList(found)
        try fill(&change)
        return change
    }

    private func file(_ records: AcceptedRecords, _ path: String) throws -> AcceptedRecords.File? {
        records.files[try RelativePath(path)]
    }

    @Test("what was placed is the source's; what was found is too, but was here before")
    func owning() throws {
        var records = AcceptedRecords()
        records.fold(try change(placed: "a/1=x", found: "b/1=y"))
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
        records.fold(try change(placed: "a/1=x", found: "b/1=y"))
        records.fold(try change(found: "a/1=x b/1=y", sequence: 11))
        #expect(try file(records, "a/1.bin")?.prior == false)
        #expect(try file(records, "b/1.bin")?.prior == true)
        #expect(try file(records, "a/1.bin")?.sequence == 11)
        records.fold(try change(found: "a/1=x", sequence: 9))
        #expect(try file(records, "a/1.bin")?.sequence == 11)
    }

    @Test("other bytes are another file: no longer one that was here before")
    func otherBytes() throws {
        var records = AcceptedRecords()
        records.fold(try change(found: "a/1=x"))
        records.fold(try change(placed: "a/1=y", sequence: 11))
        #expect(
            try file(records, "a/1.bin")
                == .init(sha512: .init(of: "y"), source: Golden.uuid, sequence: 11, prior: false)
        )
    }

    @Test("a conflict is remembered until the file is the source's")
    func conflicts() throws {
        let path = try RelativePath("a/1.bin")
        var records = AcceptedRecords()
        records.fold(try change { $0.conflicts[path] = SHA512Digest(of: "own") })
        #expect(records.conflicts == [path: SHA512Digest(of: "own")])
        records.fold(try change(placed: "a/1=x", sequence: 11))
        #expect(records.conflicts.isEmpty)
    }

    @Test("an older archive of the source changes neither target nor what documents were merged last")
    func older() throws {
        let document = try TextTree.indexEntry("a", [1])
        let older = try TextTree.indexEntry("a", [2])
        var records = AcceptedRecords()
        records.fold(try change { $0.documents = [(document, ["n": 1])] })
        records.fold(try change(sequence: 9) { $0.documents = [(older, ["n": 2])] })
        #expect(records.target?.sequence == 10)
        let known = try #require(records.documents[document.path])
        #expect(known.sha512 == document.sha512 && known.sequence == 10 && known.record == ["n": 2])
    }

    @Test("each source has its own sequences")
    func sources() throws {
        let document = try TextTree.indexEntry("a", [1])
        var records = AcceptedRecords()
        records.fold(try change(placed: "a/1=x") { $0.documents = [(document, ["n": 1])] })
        records.fold(try change(found: "a/1=x", sequence: 3, source: Golden.archiveID))
        #expect(records.sources == [Golden.uuid, Golden.archiveID])
        #expect(try file(records, "a/1.bin")?.source == Golden.archiveID)
        #expect(try file(records, "a/1.bin")?.sequence == 3)
        #expect(records.sequence(of: Golden.archiveID) == 3 && records.sequence(of: Golden.uuid) == 0)
        #expect(records.document(at: document.path, from: Golden.archiveID) == nil)
        #expect(records.document(at: document.path, from: Golden.uuid)?.record == ["n": 1])
    }

    @Test("a file is the source's while it is what was brought, or a damaged copy of it")
    func belonging() throws {
        var records = AcceptedRecords()
        records.fold(try change(placed: "a/1=x"))
        let (same, other) = try (entryList("a/1=x")[0], entryList("a/1=y")[0])
        #expect(records.isFile(LiveFile(same, isIntact: true), of: Golden.uuid))
        #expect(records.isFile(LiveFile(other, isIntact: false), of: Golden.uuid))
        #expect(!records.isFile(LiveFile(other, isIntact: true), of: Golden.uuid))
        #expect(!records.isFile(LiveFile(same, isIntact: true), of: Golden.archiveID))
    }
}

@Suite(.memoryDirectory) struct RecordStoreTests {
    private func store() throws -> (RecordStore, RepositoryFolder) {
        let folder = try RepositoryFolder(in: Folder("tree").directory)
        return (RecordStore(folder), folder)
    }

    @Test("before the first archive there is nothing; afterwards records and target are what was saved")
    func saving() throws {
        let (store, folder) = try store()
        #expect(try store.load() == AcceptedRecords() && store.target(of: AcceptedRecords()) == nil)
        let snapshot = try Snapshot("a/1=x")
        var records = AcceptedRecords()
        records.target = .init(snapshot: snapshot.id, source: Golden.uuid, sequence: 1, archiveID: Golden.archiveID)
        try store.save(records, target: snapshot)
        #expect(try store.load() == records && store.target(of: records) == snapshot)
        let other = try Snapshot("b/1=x")
        records.target = .init(snapshot: other.id, source: Golden.uuid, sequence: 2, archiveID: Golden.archiveID)
        try store.save(records, target: other)
        #expect(try store.target(of: records) == other)
        #expect(try TreePicture(folder.directory).paths == ["accepted.json", "target-\(other.id).json"])
    }

    @Test("damaged records and a missing target are named with their paths")
    func damage() throws {
        let (store, folder) = try store()
        var records = AcceptedRecords()
        records.target = .init(snapshot: Golden.uuid, source: Golden.uuid, sequence: 1, archiveID: Golden.archiveID)
        let missing = #expect(throws: TransferError.self) { try store.target(of: records) }
        #expect(missing?.subject.hasSuffix("target-\(Golden.uuid).json") == true && missing?.hint != nil)
        try folder.write("accepted.json", Array("{".utf8))
        let damaged = #expect(throws: TransferError.self) { try store.load() }
        #expect(damaged?.subject.hasSuffix("accepted.json") == true)
    }

    @Test("a line of the log that the power cut short spoils no other")
    func tornLog() throws {
        let (store, folder) = try store()
        #expect(try store.readLog().isEmpty && store.logSize() == 0)
        try store.appendLog(["import": "1"])
        let whole = try #require(try folder.read("applied.jsonl"))
        try folder.write("applied.jsonl", whole + Array("{\"import\":\"2".utf8))
        try store.appendLog(["import": "3"])
        #expect(try store.readLog() == [["import": "1"], ["import": "3"]])
        #expect(try store.logSize() == Int64(try folder.read("applied.jsonl")?.count ?? 0))
    }
}
