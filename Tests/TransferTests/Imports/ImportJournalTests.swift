import Crypto
import Posix
import Spooling
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct ImportJournalTests {
    private func folder() throws -> RepositoryFolder { try RepositoryFolder(in: Folder("tree").directory) }

    private func intent() throws -> ImportJournal.Intent {
        ImportJournal.Intent(
            importID: Golden.archiveID,
            logSize: 17,
            placed: [try RelativePath("a/1.bin"): Present(), try RelativePath("b/1.bin"): Present()],
            replaced: [try RelativePath("c/1.bin"): SHA512Digest(of: "old")]
        )
    }

    @Test("what was in mind is read back, whatever was noted since")
    func roundTrip() throws {
        let folder = try folder()
        #expect(try ImportJournal.interrupted(in: folder) == nil)
        let journal = try ImportJournal.begin(intent(), in: folder)
        let document = try RelativePath("a/index.txt")
        try journal.noteDocuments([
            .init(path: document, old: nil, new: .init(of: "1")),
            .init(path: document, old: .init(of: "1"), new: .init(of: "2")),
        ])
        var expected = try intent()
        try expected.documents.set(document, .init(path: document, old: .init(of: "1"), new: .init(of: "2")))
        #expect(try ImportJournal.interrupted(in: folder) == expected)
        try ImportJournal.end(in: folder)
        #expect(try ImportJournal.interrupted(in: folder) == nil)
    }

    @Test("a journal says, one line each, what it is about")
    func lines() throws {
        let folder = try folder()
        let journal = try ImportJournal.begin(intent(), in: folder)
        try journal.noteDocuments([change()])
        let text = String(decoding: try #require(try folder.read("journal.jsonl")), as: UTF8.self)
        #expect(
            text == """
                {"import":"\(Golden.archiveID)","log_size":17}
                {"place":"a/1.bin"}
                {"place":"b/1.bin"}
                {"replace":"c/1.bin","old":"\(SHA512Digest(of: "old").hex)"}
                {"document":"a/index.txt","old":null,"new":"\(SHA512Digest(of: "1").hex)"}

                """
        )
    }

    @Test("a note that the power cut short spoils no later one")
    func tornNote() throws {
        let folder = try folder()
        _ = try ImportJournal.begin(intent(), in: folder)
        let whole = try #require(try folder.read("journal.jsonl"))
        try folder.write("journal.jsonl", whole + Array("{\"docu".utf8))
        try ImportJournal.resume(in: folder).noteDocuments([change()])
        let text = String(decoding: try #require(try folder.read("journal.jsonl")), as: UTF8.self)
        #expect(text.contains("{\"docu\n{\"document\":"))
        var expected = try intent()
        try expected.documents.set(try change().path, try change())
        #expect(try ImportJournal.interrupted(in: folder) == expected)
    }

    @Test("a rollback says in its first line what it takes back, and needs to say no more")
    func rollback() throws {
        let folder = try folder()
        let intent = ImportJournal.Intent(rollingBack: Golden.archiveID, logSize: 17)
        _ = try ImportJournal.begin(intent, in: folder)
        let text = String(decoding: try #require(try folder.read("journal.jsonl")), as: UTF8.self)
        #expect(text == "{\"rollback\":\"\(Golden.archiveID)\",\"log_size\":17}\n")
        #expect(try ImportJournal.interrupted(in: folder) == intent)
    }

    private func change() throws -> ImportJournal.DocumentChange {
        .init(path: try RelativePath("a/index.txt"), old: nil, new: SHA512Digest(of: "1"))
    }

    @Test("a journal that says nothing is not taken for none", arguments: ["", "{}\n", "x", "{\"import\":1}\n"])
    func damage(_ text: String) throws {
        let folder = try folder()
        try folder.write("journal.jsonl", Array(text.utf8))
        let error = #expect(throws: TransferError.self) { try ImportJournal.interrupted(in: folder) }
        #expect(error?.code == .recordsDamaged && error?.hint != nil)
    }
}
