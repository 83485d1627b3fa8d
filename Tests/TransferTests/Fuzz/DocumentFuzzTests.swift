import Crypto
import JSON
import Posix
import TestSupport
import Testing

@testable import Transfer

/// Every parser of a document that comes from elsewhere: it refuses by an error of ours, or what it read is read again.
@Suite(.ends) struct DocumentFuzzTests {
    /// One parser, with a document that it takes, and what to do with an input.
    struct Parser: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let seeds: [[UInt8]]
        let isJSON: Bool
        /// Reads an input; what it gives must be the same when read again.
        let read: @Sendable ([UInt8]) throws -> Bool

        init(
            _ name: String,
            _ seeds: [[UInt8]],
            isJSON: Bool = false,
            _ read: @escaping @Sendable ([UInt8]) throws -> Bool
        ) {
            testDescription = name
            self.seeds = seeds
            self.isJSON = isJSON
            self.read = read
        }
    }

    private static let digest = SHA512Digest(of: "x").hex
    private static let keys = SigningKeys()
    private static let sums = Array("\(digest)  manifest.json\n\(digest)  storage/a/b\n".utf8)

    static let parsers = [
        Parser("manifest", [Array(Golden.manifest.utf8), (try? Members.sample()["manifest.json"]) ?? []], isJSON: true)
        {
            let manifest = try Manifest(parsing: $0)
            return try Manifest(parsing: manifest.encoded) == manifest
        },
        Parser("snapshot", [Array(Golden.snapshot.utf8)], isJSON: true) {
            let snapshot = try Snapshot(parsing: $0)
            return try Snapshot(parsing: snapshot.encoded) == snapshot
        },
        Parser("receipt", [Array(Golden.receipt.utf8)], isJSON: true) {
            let receipt = try Receipt(parsing: $0)
            return try Receipt(parsing: receipt.encoded) == receipt
        },
        Parser("checksums", [sums]) {
            let sums = try Checksums(parsing: $0)
            _ = try ListedChecksums(parsing: $0)
            return sums.encoded == $0
        },
        Parser("code", [Array(Golden.code.utf8)]) {
            let code = try ReceiptCode(parsing: String(decoding: $0, as: UTF8.self))
            return try ReceiptCode(parsing: code.description) == code
        },
        Parser("inventory", [sums, Array("\(digest) *./storage/a/b\r\n\\\(digest)  x\\\\y\n".utf8)]) {
            let inventory = try Inventory(parsing: $0, takenAt: Side.moment) { $0.lastComponent == "index.txt" }
            return !inventory.files.isEmpty && inventory.files.keys.allSatisfy { !$0.string.hasPrefix(".") }
        },
        Parser(
            "inventory-document",
            [
                Array(
                    Golden.snapshot.replacing(
                        "{\"format\"",
                        with: "{\"site\":\"plant-7\",\"counter\":7,\"conflicts\":[],\"format\"",
                        maxReplacements: 1
                    ).utf8
                )
            ],
            isJSON: true
        ) {
            let inventory = try Inventory(parsing: $0, takenAt: Side.moment) { _ in false }
            return inventory.site != nil || inventory.repository == nil
        },
        Parser("ssh-signature", signatures.prefix(1).map(\.bytes)) {
            _ = try ArchiveSignature.signer(of: SignedMessage(sums), ssh: $0, minisign: signatures[1].bytes)
            return $0 == signatures[0].bytes
        },
        Parser("minisignature", signatures.suffix(1).map(\.bytes)) {
            _ = try ArchiveSignature.signer(of: SignedMessage(sums), ssh: signatures[0].bytes, minisign: $0)
            return $0 == signatures[1].bytes
        },
        Parser("part-name", [Array("diff-202611210130.tar.zst.001".utf8), Array("x.tar.zst.999".utf8)]) {
            let file = String(decoding: $0, as: UTF8.self)
            return PartName(file: file).map { $0.file == file && (1...PartName.most).contains($0.number) } ?? true
        },
        Parser("public-key", [Array(keys.own.text.utf8)]) {
            let text = String(decoding: $0, as: UTF8.self)
            let line = try SSHPublicKeyLine(text)
            return try SSHPublicKeyLine(line.text) == line
        },
    ]

    private static let signatures: [(name: String, bytes: [UInt8])] = {
        guard let manifest = try? Manifest(parsing: Array(Golden.manifest.utf8)) else { return [] }
        return ArchiveSignature.members(over: SignedMessage(sums), of: manifest, by: keys.current.key)
    }()

    @Test("it refuses in one line, or reads what can be read again", arguments: parsers)
    func fuzz(_ parser: Parser) throws {
        for seed in parser.seeds { #expect(try parser.read(seed)) }
        for (name, bytes) in try Corpus.inputs(parser.testDescription) { check(parser, bytes, name) }
        try FuzzRun(parser.testDescription, 800).each { random in
            var bytes = random.pick(parser.seeds)
            if parser.isJSON {
                DocumentMutation.mutate(&bytes, with: &random)
            } else {
                ByteMutation.mutate(&bytes, with: &random)
            }
            return bytes
        } try: { input, number in
            check(parser, input, "\(number)")
        }
    }

    private func check(_ parser: Parser, _ input: [UInt8], _ what: String) {
        do {
            #expect(try parser.read(input), "\(parser.testDescription) \(what)")
        } catch {
            let isOurs = error is TransferError || error is CryptoError
            #expect(isOurs && !"\(error)".isEmpty, "\(parser.testDescription) \(what): \(error)")
        }
    }
}
