import Posix
import TestSupport
import Testing

@testable import Crypto

@Suite("Signatures of minisign", .temporaryDirectory)
struct MinisignSignatureTests {
    private static let message = Array("a list of digests\n".utf8)
    private static let seed = [UInt8](repeating: 9, count: 32)

    private func signature() throws -> (MinisignSignature, Ed25519PrivateKey) {
        let key = try #require(Ed25519PrivateKey(seed: Self.seed))
        let signature = MinisignSignature(
            of: Self.message,
            by: key,
            trustedComment: "diff-202611210130 sequence 7",
            untrustedComment: "of a test"
        )
        return (signature, key)
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current.description))
        try AtomicFile.write(bytes, to: RelativePath(name), in: folder)
    }

    private func verify(_ key: Ed25519PublicKey) throws -> StockTool.Outcome {
        try StockTool("minisign").run(
            ["-V", "-P", key.minisignText, "-m", "message", "-x", "signature"],
            in: TemporaryDirectory.current.description
        )
    }

    @Test("one of ours is good to minisign, and only to the right key", .needs("minisign"))
    func ours() throws {
        let (signature, key) = try signature()
        try write("message", Self.message)
        try write("signature", signature.encoded)
        let outcome = try verify(key.publicKey)
        #expect(outcome.status == 0, "\(outcome.complaints)")
        #expect(outcome.output.contains("diff-202611210130 sequence 7"))
        #expect(try verify(Ed25519PrivateKey.generate().publicKey).status != 0)
        try write("message", Self.message + [10])
        #expect(try verify(key.publicKey).status != 0)
    }

    @Test("it is read as it was written, and checked with its comment")
    func roundTrip() throws {
        let (signature, key) = try signature()
        let read = try MinisignSignature(parsing: signature.encoded)
        #expect(read == signature && read.trustedComment == "diff-202611210130 sequence 7")
        try read.check(Self.message, by: key.publicKey)
        #expect(throws: CryptoError.self) { try read.check(Self.message + [10], by: key.publicKey) }
        #expect(throws: CryptoError.self) { try read.check(Self.message, by: Ed25519PrivateKey.generate().publicKey) }
    }

    @Test(
        "every byte flipped is refused but in the line that nothing protects, and every cut is",
        arguments: [UInt8(1), 0x20, 0x80]
    )
    func damage(_ bit: UInt8) throws {
        let (signature, key) = try signature()
        let bytes = signature.encoded
        let first = try #require(bytes.firstIndex(of: 10))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= bit
            func check() throws -> MinisignSignature {
                let read = try MinisignSignature(parsing: changed)
                try read.check(Self.message, by: key.publicKey)
                return read
            }
            if index < first {
                if let read = try? check() { #expect(read.untrustedComment != signature.untrustedComment) }
            } else {
                #expect(throws: CryptoError.self) { try check() }
            }
            #expect(throws: CryptoError.self) { try MinisignSignature(parsing: Array(bytes[..<index])) }
        }
        for spoiled in [bytes + [10], [10] + bytes, bytes + bytes, Array(bytes.dropLast())] {
            #expect(throws: CryptoError.self) { try MinisignSignature(parsing: spoiled) }
        }
    }

    @Test("one of the other algorithm is refused for that")
    func otherAlgorithm() throws {
        let (signature, _) = try signature()
        let text = String(decoding: signature.encoded, as: UTF8.self).replacing("\nRW", with: "\nRU")
        let error = #expect(throws: CryptoError.self) { try MinisignSignature(parsing: Array(text.utf8)) }
        #expect(error?.code == .unsupported)
    }
}
