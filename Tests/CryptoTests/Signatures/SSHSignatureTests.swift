import Posix
import TestSupport
import Testing

@testable import Crypto

@Suite("Signatures of ssh-keygen", .temporaryDirectory)
struct SSHSignatureTests {
    private static let message = Array("a list of digests\n".utf8)
    private static let digest = SHA512.hash(message)
    private static let key = Ed25519PrivateKey(seed: Array(repeating: 7, count: 32))

    private var folder: Directory {
        get throws { try Directory(opening: AbsolutePath(TemporaryDirectory.current.description)) }
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        try AtomicFile.write(bytes, to: RelativePath(name), in: folder, mode: 0o600)
    }

    private func keygen(_ arguments: [String], input: [UInt8] = []) throws -> StockTool.Outcome {
        try StockTool("ssh-keygen").run(
            arguments,
            in: TemporaryDirectory.current.description,
            input: String(decoding: input, as: UTF8.self)
        )
    }

    private func verify(_ signature: SSHSignature, _ message: [UInt8], namespace: String = "packferry") throws -> Int32
    {
        let key = signature.publicKey.sshText
        try write("allowed", Array("packferry namespaces=\"packferry\" \(key)\n".utf8))
        try write("signature", signature.encoded)
        let arguments = ["-Y", "verify", "-f", "allowed", "-I", "packferry", "-n", namespace, "-s", "signature"]
        return try keygen(arguments, input: message).status
    }

    @Test("one of ours is good to ssh-keygen, for its purpose and its bytes alone", .needs("ssh-keygen"))
    func ours() throws {
        let key = Ed25519PrivateKey.generate()
        let signature = SSHSignature(of: Self.digest, for: "packferry", by: key)
        #expect(try verify(signature, Self.message) == 0)
        #expect(try verify(signature, Self.message + [10]) != 0)
        #expect(try verify(signature, Self.message, namespace: "file") != 0)
        #expect(try verify(SSHSignature(of: Self.digest, for: "file", by: key), Self.message) != 0)
    }

    @Test("one that ssh-keygen makes is good to us, and byte for byte what we would make", .needs("ssh-keygen"))
    func theirs() throws {
        #expect(try keygen(["-q", "-t", "ed25519", "-N", "", "-f", "key"]).status == 0)
        try write("message", Self.message)
        #expect(try keygen(["-Y", "sign", "-f", "key", "-n", "packferry", "message"]).status == 0)
        let bytes = try folder.open(RelativePath("message.sig")).readAll(limit: 1 << 16)
        let signature = try SSHSignature(parsing: bytes)
        try signature.check(Self.digest, for: "packferry")
        let file = try SSHPrivateKeyFile(parsing: folder.open(RelativePath("key")).readAll(limit: 1 << 16))
        #expect(SSHSignature(of: Self.digest, for: "packferry", by: file.key).encoded == bytes)
        #expect(throws: CryptoError.self) { try signature.check(SHA512.hash([]), for: "packferry") }
        #expect(throws: CryptoError.self) { try signature.check(Self.digest, for: "git") }
    }

    @Test("one over another digest, or by another kind of key, is refused for that", .needs("ssh-keygen"))
    func otherKinds() throws {
        try write("message", Self.message)
        for (type, options) in [("ed25519", ["-O", "hashalg=sha256"]), ("ecdsa", [])] {
            #expect(try keygen(["-q", "-t", type, "-N", "", "-f", type]).status == 0)
            let outcome = try keygen(["-Y", "sign", "-f", type, "-n", "packferry"] + options, input: Self.message)
            #expect(outcome.status == 0, "\(outcome.complaints)")
            let error = #expect(throws: CryptoError.self) { try SSHSignature(parsing: Array(outcome.output.utf8)) }
            #expect(error?.code == .unsupported)
        }
    }

    @Test("every byte flipped, and every cut, is refused", arguments: [UInt8(1), 0x20, 0x80])
    func damage(_ bit: UInt8) throws {
        let bytes = SSHSignature(of: Self.digest, for: "packferry", by: try #require(Self.key)).encoded
        func check(_ bytes: [UInt8]) throws {
            let signature = try SSHSignature(parsing: bytes)
            try signature.check(Self.digest, for: "packferry")
            // A key of which one bit is another could have been meant, but did not sign.
            #expect(signature.publicKey == Self.key?.publicKey)
        }
        try check(bytes)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= bit
            #expect(throws: CryptoError.self) { try check(changed) }
            #expect(throws: CryptoError.self) { try check(Array(bytes[..<index])) }
        }
    }

    @Test("what stands before, behind or between is refused")
    func garbage() throws {
        let bytes = SSHSignature(of: Self.digest, for: "packferry", by: try #require(Self.key)).encoded
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let unbroken = ([lines[0], lines[1] + lines[2]] + lines[3...]).joined(separator: "\n")
        let spoiled: [String] = [
            "", "\n\(text)", "\(text)\n", "\(text)\(text)", String(text.dropLast()), " \(text)",
            text.replacing("\n", with: "\r\n"), text.replacing("-----\nU", with: "-----\n\nU"), unbroken,
            text.replacing("SSH SIGNATURE", with: "PGP SIGNATURE"),
        ]
        #expect(!spoiled.contains(text))
        for spoiled in spoiled {
            #expect(throws: CryptoError.self, "\(spoiled)") { try SSHSignature(parsing: Array(spoiled.utf8)) }
        }
    }
}
