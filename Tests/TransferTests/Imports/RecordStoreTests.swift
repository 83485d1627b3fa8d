import Crypto
import JSON
import Posix
import Spooling
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct RecordStoreTests {
    private func store(limit: Int = AcceptedRecords.limit) throws -> (RecordStore, RepositoryFolder) {
        let folder = try RepositoryFolder(in: Folder("tree").directory)
        return (RecordStore(folder, limit: limit), folder)
    }

    @Test("before the first archive there is nothing; afterwards records and target are what was saved")
    func saving() throws {
        let (store, folder) = try store()
        #expect(try store.load() == AcceptedRecords())
        #expect(try store.target(of: AcceptedRecords(), from: Golden.uuid) == nil)
        let snapshot = try Snapshot("a/1=x")
        var records = AcceptedRecords()
        records.accept(.init(snapshot: snapshot.id, source: Golden.uuid, sequence: 1, archiveID: Golden.archiveID))
        try store.save(records, target: snapshot)
        #expect(try store.load() == records && store.target(of: records, from: Golden.uuid) == snapshot)
        let other = try Snapshot("b/1=x")
        records.accept(.init(snapshot: other.id, source: Golden.uuid, sequence: 2, archiveID: Golden.archiveID))
        try store.save(records, target: other)
        #expect(try store.target(of: records, from: Golden.uuid) == other)
        #expect(try TreePicture(folder.directory).paths == ["accepted.json", "target-\(other.id).json"])
    }

    @Test("each source's target is kept until that source brings another")
    func sources() throws {
        let (store, folder) = try store()
        var records = AcceptedRecords()
        let (one, two) = (try Snapshot("a/1=x"), try Snapshot("a/1=x", uuid: Golden.archiveID))
        for target in [one, two] {
            let source = target.repository.uuid
            records.accept(.init(snapshot: target.id, source: source, sequence: 1, archiveID: Golden.archiveID))
            try store.save(records, target: target)
        }
        let later = try Snapshot("b/1=x")
        records.accept(.init(snapshot: later.id, source: Golden.uuid, sequence: 2, archiveID: Golden.archiveID))
        try store.save(records, target: later)
        let loaded = try store.load()
        #expect(try loaded == records && store.target(of: loaded, from: Golden.uuid) == later)
        #expect(try store.target(of: loaded, from: Golden.archiveID) == two)
        let targets = [two, later].map { "target-\($0.id).json" }.sorted()
        #expect(try TreePicture(folder.directory).paths == ["accepted.json"] + targets)
    }

    @Test("records that could not be read again are not written, and those before them stay")
    func tooLong() throws {
        let (store, _) = try store(limit: 1 << 16)
        try store.save(AcceptedRecords(), target: nil)
        var records = AcceptedRecords()
        let key = AcceptedRecords.DocumentKey(path: try RelativePath("a/index.txt"), source: Golden.uuid)
        for (length, isSavable) in [(1 << 15, false), (1 << 14, true)] {
            let text = JSONValue.string(String(repeating: "\"", count: length))
            try records.documents.set(key, .init(sha512: SHA512Digest(of: "x"), sequence: 1, record: text))
            guard !isSavable else { break }
            for attempt in [{ try store.requireSavable(records) }, { try store.save(records, target: nil) }] {
                let error = #expect(throws: TransferError.self) { try attempt() }
                #expect(error?.code == .refused && error?.hint != nil)
            }
            #expect(try store.load() == AcceptedRecords())
        }
        try store.requireSavable(records)
        try store.save(records, target: nil)
        #expect(try store.load() == records)
    }

    @Test("damaged records and a missing target are named with their paths")
    func damage() throws {
        let (store, folder) = try store()
        var records = AcceptedRecords()
        records.accept(.init(snapshot: Golden.uuid, source: Golden.uuid, sequence: 1, archiveID: Golden.archiveID))
        let missing = #expect(throws: TransferError.self) { try store.target(of: records, from: Golden.uuid) }
        #expect(missing?.subject.hasSuffix("target-\(Golden.uuid).json") == true && missing?.hint != nil)
        try folder.write("accepted.json", Array("{".utf8))
        let damaged = #expect(throws: TransferError.self) { try store.load() }
        #expect(damaged?.subject.hasSuffix("accepted.json") == true)
    }
}
