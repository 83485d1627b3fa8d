import Crypto
import JSON
import Posix
import TestSupport
import Testing

@testable import Transfer

@Suite("Receipts") struct ReceiptTests {
    private static let receipt = Array(Golden.receipt.utf8)

    @Test("the golden receipt is read, and written as the same bytes")
    func golden() throws {
        let receipt = try Receipt(parsing: Self.receipt)
        #expect(receipt.site == "plant-7" && receipt.counter == 1_795_224_600 && receipt.kind == .applied)
        #expect(receipt.archiveID == Golden.archiveID && receipt.snapshot == Golden.snapshotID)
        #expect(receipt.missing.map(\.string) == ["alpha/1.0.bin"] && receipt.counts.files == 3)
        #expect(receipt.conflicts.map(\.string) == ["alpha/index.txt"] && receipt.appliedBy == "job 7")
        #expect(receipt.encoded == Self.receipt)
        #expect(receipt.fileName == "receipt-plant-7-1795224600.json")
    }

    @Test("its digest is that of the records of its source")
    func digest() throws {
        let records = try AcceptedRecords(parsing: Array(Golden.records.utf8))
        #expect(try records.digest(of: Golden.uuid) == Receipt(parsing: Self.receipt).acceptedDigest)
        #expect(records.digest(of: Golden.uuid) != records.digest(of: "other"))
    }

    @Test("one that ends too early is refused, wherever it does")
    func cut() {
        for count in Self.receipt.indices.dropLast() {
            #expect(throws: TransferError.self) { try Receipt(parsing: Array(Self.receipt[..<count])) }
        }
    }

    private static let damages: [(String, String)] = [
        ("packferry.receipt/1", "packferry.receipt/2"), ("\"site\":\"plant-7\"", "\"site\":\"../plant\""),
        ("\"site\":\"plant-7\"", "\"site\":\"\""), ("\"counter\":1795224600", "\"counter\":0"),
        ("\"counter\":1795224600", "\"counter\":9007199254740993"), ("\"kind\":\"applied\"", "\"kind\":\"guessed\""),
        ("\"kind\":\"applied\"", "\"kind\":\"applied\",\"kind\":\"applied\""),
        ("\"archive_id\":\"e1d8", "\"archive_id\":\"E1D8"), ("\"snapshot\":\"cd29", "\"snapshot\":\"cd2"),
        ("\"snapshot\":\"cd29307c273a3eeeddc9de0b21d65a5e\"", "\"snapshot\":null"),
        ("\"accepted_digest\":\"95", "\"accepted_digest\":\"9"), ("2026-11-21T01:30:00Z", "yesterday"),
        ("[\"alpha/1.0.bin\"]", "[\"../passwd\"]"), ("[\"alpha/1.0.bin\"]", "[\"b\",\"a\"]"),
        ("[\"alpha/1.0.bin\"]", "[\"/a\"]"), ("[\"alpha/1.0.bin\"]", "[\"a\",\"a\"]"),
        ("[\"alpha/1.0.bin\"]", "[1]"), ("\"uuid\":\"0123456789abcdef", "\"uuid\":\"0123456789ABCDEF"),
    ]

    @Test("one that no site can have written is refused", arguments: damages)
    func refused(text: String, other: String) throws {
        let damaged = Golden.receipt.replacing(text, with: other)
        #expect(damaged != Golden.receipt)
        #expect(throws: TransferError.self) { try Receipt(parsing: Array(damaged.utf8)) }
    }

    @Test("members that are not known are passed over")
    func unknown() throws {
        let more = Golden.receipt.replacing("{\"format\"", with: "{\"later\":[1],\"format\"")
        #expect(try Receipt(parsing: Array(more.utf8)) == Receipt(parsing: Self.receipt))
    }
}

@Suite("Codes of receipts") struct ReceiptCodeTests {
    private let facts = ReceiptCode.Facts(
        uuid: Golden.uuid,
        site: "plant-7",
        archiveID: Golden.archiveID,
        snapshot: Golden.snapshotID
    )

    @Test("a code is what another program computes, and there is none while files are missing")
    func golden() throws {
        let receipt = try Receipt(parsing: Array(Golden.receipt.utf8))
        #expect(receipt.code == nil)
        let whole = try Receipt(
            parsing: Array(Golden.receipt.replacing("[\"alpha/1.0.bin\"]", with: "[]").utf8)
        )
        #expect(whole.code?.description == Golden.code)
        let back = ReceiptCode(
            kind: .rolledBack,
            counter: 1_795_224_601,
            ReceiptCode.Facts(uuid: Golden.uuid, site: "plant-7", archiveID: Golden.archiveID, snapshot: nil)
        )
        #expect(back.description == "43T1K-F4RG1-S2F5P-V2K0N-9HCR0")
    }

    @Test(
        "it is read however it is typed",
        arguments: [
            Golden.code, Golden.code.lowercased(), Golden.code.replacing("-", with: ""),
            " 23TIH ak9Oc-1p6ay bmxx43esc6 ", "23TLHAK90C1P6AYBMXX43ESC6",
        ]
    )
    func typed(text: String) throws {
        let code = try ReceiptCode(parsing: text)
        #expect(code.description == Golden.code && code.vouches(for: facts) && code.kind == .applied)
    }

    @Test("every wrong character and every two that changed places are noticed")
    func mistyped() throws {
        let plain = Array(Golden.code.replacing("-", with: ""))
        for index in plain.indices {
            for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" where other != plain[index] {
                var text = plain
                text[index] = other
                #expect(throws: TransferError.self) { try ReceiptCode(parsing: String(text)) }
            }
            guard index > 0, plain[index] != plain[index - 1] else { continue }
            var text = plain
            text.swapAt(index, index - 1)
            #expect(throws: TransferError.self) { try ReceiptCode(parsing: String(text)) }
        }
    }

    @Test(
        "what is no code says why",
        arguments: ["", "23T1H", Golden.code + "0", "00000-00000-00000-00000-00000", "é"]
    )
    func refused(text: String) {
        #expect(throws: TransferError.self) { try ReceiptCode(parsing: text) }
    }

    @Test("it vouches for nothing else")
    func others() throws {
        let code = try ReceiptCode(parsing: Golden.code)
        for other in [
            ReceiptCode.Facts(
                uuid: Golden.archiveID,
                site: "plant-7",
                archiveID: Golden.archiveID,
                snapshot: Golden.snapshotID
            ),
            ReceiptCode.Facts(
                uuid: Golden.uuid,
                site: "plant-8",
                archiveID: Golden.archiveID,
                snapshot: Golden.snapshotID
            ),
            ReceiptCode.Facts(uuid: Golden.uuid, site: "plant-7", archiveID: Golden.uuid, snapshot: Golden.snapshotID),
            ReceiptCode.Facts(uuid: Golden.uuid, site: "plant-7", archiveID: Golden.archiveID, snapshot: nil),
        ] { #expect(!code.vouches(for: other)) }
    }
}
