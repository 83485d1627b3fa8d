import Posix
import TestSupport
import Testing

@testable import Crypto

@Suite("Signatures of minisign", .temporaryDirectory)
struct MinisignSignatureTests {
    private static let message = Array("a list of digests\n".utf8)
    private static let seed = [UInt8](repeating: 9, count: 32)

    private func signature(
        prehashed isPrehashed: Bool = false
    ) throws -> (MinisignSignature, Ed25519PrivateKey) {
        let key = try #require(Ed25519PrivateKey(seed: Self.seed))
        let signature = MinisignSignature(
            of: Self.signed(Self.message, isPrehashed),
            isPrehashed: isPrehashed,
            by: key,
            trustedComment: "diff-202611210130 sequence 7",
            untrustedComment: "of a test"
        )
        return (signature, key)
    }

    private static func signed(_ message: [UInt8], _ isPrehashed: Bool) -> [UInt8] {
        isPrehashed ? BLAKE2b.hash(message).bytes : message
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

    @Test("one of ours is good to minisign, and only to the right key", .needs("minisign"), arguments: [false, true])
    func ours(isPrehashed: Bool) throws {
        let (signature, key) = try signature(prehashed: isPrehashed)
        try write("message", Self.message)
        try write("signature", signature.encoded)
        let outcome = try verify(key.publicKey)
        #expect(outcome.status == 0, "\(outcome.complaints)")
        #expect(outcome.output.contains("diff-202611210130 sequence 7"))
        #expect(try verify(Ed25519PrivateKey.generate().publicKey).status != 0)
        try write("message", Self.message + [10])
        #expect(try verify(key.publicKey).status != 0)
    }

    @Test("it is read as it was written, and checked with its comment", arguments: [false, true])
    func roundTrip(isPrehashed: Bool) throws {
        let (signature, key) = try signature(prehashed: isPrehashed)
        let read = try MinisignSignature(parsing: signature.encoded)
        #expect(read == signature && read.trustedComment == "diff-202611210130 sequence 7")
        let message = Self.signed(Self.message, isPrehashed)
        try read.check(message, by: key.publicKey)
        #expect(read.isPrehashed == isPrehashed)
        #expect(throws: CryptoError.self) { try read.check(message + [10], by: key.publicKey) }
        #expect(throws: CryptoError.self) { try read.check(message, by: Ed25519PrivateKey.generate().publicKey) }
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

    @Test("one that says to be made in the other way is not good for either message", arguments: [false, true])
    func otherForm(isPrehashed: Bool) throws {
        let (signature, key) = try signature(prehashed: isPrehashed)
        let (own, other) = isPrehashed ? ("\nRU", "\nRW") : ("\nRW", "\nRU")
        let text = String(decoding: signature.encoded, as: UTF8.self).replacing(own, with: other)
        let read = try MinisignSignature(parsing: Array(text.utf8))
        #expect(read.isPrehashed != isPrehashed)
        #expect(throws: CryptoError.self) {
            try read.check(Self.signed(Self.message, read.isPrehashed), by: key.publicKey)
        }
    }

    @Test("one of another algorithm is refused for that")
    func otherAlgorithm() throws {
        let (signature, _) = try signature()
        let text = String(decoding: signature.encoded, as: UTF8.self).replacing("\nRW", with: "\nRV")
        let error = #expect(throws: CryptoError.self) { try MinisignSignature(parsing: Array(text.utf8)) }
        #expect(error?.code == .unsupported)
    }
}
