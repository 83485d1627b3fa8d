import Crypto
import JSON
import Posix
import TestSupport
import Testing

@testable import Transfer

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
