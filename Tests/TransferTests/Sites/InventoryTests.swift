import Crypto
import Posix
import TestSupport
import Testing
import Time

@testable import Transfer

@Suite("Inventories") struct InventoryTests {
    private static let digest = SHA512Digest(of: "x").hex

    private func inventory(_ text: String) throws -> Inventory {
        try Inventory(parsing: Array(text.utf8), takenAt: Side.moment) { $0.lastComponent == "index.txt" }
    }

    @Test(
        "what sha512sum prints is read, wherever it ran",
        arguments: [
            "  a/1.bin", " *a/1.bin", "  ./a/1.bin", "  storage/a/1.bin", "  ./storage/a/1.bin",
        ]
    )
    func lines(name: String) throws {
        let found = try inventory("\(Self.digest)\(name)\n")
        #expect(found.files == [try RelativePath("a/1.bin"): SHA512Digest(of: "x")])
        #expect(found.counter == Side.moment.seconds && found.site == nil && found.id.count == 32)
    }

    @Test("documents, own folders and names that no archive brings are passed over")
    func passedOver() throws {
        let names = ["a/1.bin", "a/index.txt", ".packferry/lock", "../b", "/etc/passwd"]
        let found = try inventory(names.map { "\(Self.digest)  \($0)\n" }.joined())
        #expect(found.files.keys.map(\.string) == ["a/1.bin"])
    }

    @Test(
        "what is no inventory is refused",
        arguments: [
            "", "\n", "hello\n", "\(digest) a\n", "{}", "{\"format\":\"packferry.snapshot/1\"}", Golden.snapshot,
            "\(digest.uppercased())  a/1.bin\n",
        ]
    )
    func refused(text: String) {
        #expect(throws: TransferError.self) { try inventory(text) }
    }

    @Test("a snapshot with a site and a counter is one")
    func document() throws {
        let text = Golden.snapshot.replacing(
            "{\"format\":\"packferry.snapshot/1\"",
            with:
                "{\"site\":\"plant-7\",\"counter\":7,\"conflicts\":[\"beta/1.bin\"],\"format\":\"packferry.snapshot/1\""
        )
        let found = try inventory(text)
        #expect(found.site == "plant-7" && found.counter == 7 && found.id == Golden.snapshotID)
        // What is held is not there.
        #expect(found.files.keys.map(\.string).sorted() == ["alpha/1.0.bin", "alpha/index.txt"])
        #expect(found.conflicts.map(\.string) == ["beta/1.bin"])
    }
}
