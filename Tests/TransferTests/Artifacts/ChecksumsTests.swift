import Crypto
import Posix
import TestSupport
import Testing
import Transfer

@Suite struct ChecksumsTests {
    private static let digest = SHA512Digest(of: "x").hex

    @Test("lines are written as coreutils writes them, and read back")
    func roundTrip() throws {
        let names = ["manifest.json", "storage/a b.bin", "storage/ x", "storage/\u{301}x", "storage/é/ü.bin"]
        let sums = Checksums(names.map { Checksums.Line(sha512: SHA512Digest(of: $0), name: $0) })
        let text = String(decoding: sums.encoded, as: UTF8.self)
        #expect(text.hasPrefix("\(SHA512Digest(of: "manifest.json").hex)  manifest.json\n"))
        #expect(try Checksums(parsing: sums.encoded) == sums)
    }

    @Test(
        "sha512sum itself accepts what is written",
        .needs("sha512sum"),
        .temporaryDirectory
    )
    func stockTool() throws {
        let folder = try Folder()
        try folder.write("a", "x")
        try folder.write("SHA512SUMS", Checksums([.init(sha512: SHA512Digest(of: "x"), name: "a")]).encoded)
        let outcome = try StockTool("sha512sum").run(["--check", "--strict", "SHA512SUMS"], in: folder.path.string)
        #expect(outcome.status == 0 && outcome.output == "a: OK\n")
    }

    @Test(
        "anything else is refused and the file named",
        arguments: [
            "", "\n", "\(digest)  a", "\(digest) a\n", "\(digest) *a\n", "\(digest)   \n\n", "\(digest)  \n",
            "\(digest.uppercased())  a\n", "\(digest.dropLast())  a\n", "\(digest)0  a\n", "x\(digest.dropLast())  a\n",
            "\(digest)  a\n\(digest)\n", "\(digest)  a\n\n", "\u{feff}\(digest)  a\n", "\(digest)\t a\n",
        ]
    )
    func faults(_ text: String) {
        let error = #expect(throws: TransferError.self) { try Checksums(parsing: Array(text.utf8)) }
        #expect(error?.description.hasPrefix("SHA512SUMS ") == true)
    }

    @Test("names that are not UTF-8 are refused")
    func notUTF8() {
        #expect(throws: TransferError.self) { try Checksums(parsing: Array("\(Self.digest)  ".utf8) + [0xFF, 10]) }
    }

    @Test("a list cut at any byte but the end of a line is refused")
    func truncation() throws {
        let whole = Checksums(["a", "b"].map { Checksums.Line(sha512: SHA512Digest(of: $0), name: $0) }).encoded
        for count in 0..<whole.count {
            let part = Array(whole[..<count])
            guard part.last == 10 else {
                #expect(throws: TransferError.self, "cut at \(count)") { try Checksums(parsing: part) }
                continue
            }
            #expect(try Checksums(parsing: part).lines.count == 1)
        }
    }
}
