import Crypto
import JSON
import Posix
import Spooling
import TestSupport
import Testing

@testable import Transfer

@Suite struct AcceptedRecordsTests {
    private static func golden() throws -> AcceptedRecords {
        let snapshot = try Snapshot(parsing: Array(Golden.snapshot.utf8))
        var records = AcceptedRecords()
        records.sources = [Golden.uuid]
        records.accept(
            .init(
                snapshot: snapshot.id,
                source: Golden.uuid,
                sequence: 1_795_224_600,
                archiveID: Golden.archiveID
            )
        )
        for (index, entry) in snapshot.entries.prefix(2).enumerated() {
            try records.files.set(
                entry.path,
                .init(
                    sha512: entry.sha512,
                    source: Golden.uuid,
                    sequence: 1_795_224_600 - Int64(index),
                    prior: index == 1
                )
            )
        }
        try records.documents.set(
            .init(path: snapshot.entries[2].path, source: Golden.uuid),
            .init(
                sha512: snapshot.entries[2].sha512,
                sequence: 1_795_224_600,
                record: ["merges": 1]
            )
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

    @Test("deletes that were announced and left are read back, and cost nothing where there are none")
    func pending() throws {
        var records = try Self.golden()
        #expect(!String(decoding: records.encoded, as: UTF8.self).contains("pending"))
        records.pending[try RelativePath("gone/1.0.bin")] = .init(
            sha512: SHA512Digest(of: "gone"),
            source: Golden.uuid,
            sequence: 7
        )
        #expect(try AcceptedRecords(parsing: records.encoded) == records)
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
            ["format"], ["targets"], ["targets", "0", "archive_id"], ["files", "0", "path"], ["files", "0", "sha512"],
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
        for place in [["new"], ["targets", "0", "new"], ["files", "0", "new"]] { document.set(place, to: [1]) }
        #expect(try AcceptedRecords(parsing: document.encoded()) == Self.golden())
        document.set("format", to: "packferry.accepted/2")
        #expect(throws: TransferError.self) { try AcceptedRecords(parsing: document.encoded()) }
    }
}
