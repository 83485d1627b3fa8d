import Posix
import TestSupport
import Testing

@testable import Crypto

@Suite("Keys of OpenSSH", .temporaryDirectory)
struct SSHKeyTests {
    private static let seed = [UInt8](0..<32)
    private static func key() throws -> Ed25519PrivateKey { try #require(Ed25519PrivateKey(seed: seed)) }

    private func write(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o600) throws {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current.description))
        try AtomicFile.write(bytes, to: RelativePath(name), in: folder, mode: mode)
    }

    private func read(_ name: String) throws -> [UInt8] {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current.description))
        return try folder.open(RelativePath(name)).readAll(limit: 1 << 16)
    }

    private func keygen(_ arguments: [String]) throws -> StockTool.Outcome {
        try StockTool("ssh-keygen").run(arguments, in: TemporaryDirectory.current.description)
    }

    @Test("a line of a .pub file is read and written")
    func line() throws {
        let key = try Self.key().publicKey
        let text = "\(key.sshText) me@machine of ours"
        let line = try SSHPublicKeyLine(text)
        #expect(line.key == key && line.comment == "me@machine of ours" && line.text == text)
        for ending in ["\n", "\r\n"] { #expect(try SSHPublicKeyLine(text + ending) == line) }
        #expect(try SSHPublicKeyLine(key.sshText).text == key.sshText)
    }

    @Test("every byte of a public key flipped is another key, or none", arguments: [UInt8(1), 0x20, 0x80])
    func flippedLine(_ bit: UInt8) throws {
        let key = try Self.key().publicKey
        for index in key.sshText.utf8.indices {
            var bytes = Array(key.sshText.utf8)
            bytes[key.sshText.utf8.distance(from: key.sshText.utf8.startIndex, to: index)] ^= bit
            let read = try? SSHPublicKeyLine(String(decoding: bytes, as: UTF8.self))
            #expect(read?.key != key)
        }
    }

    private static let others = [
        "", " ", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-ed25519 !", "-----BEGIN OPENSSH PRIVATE KEY-----",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==", "ecdsa-sha2-nistp256 AAAA", "ssh-dss AAAA",
        "sk-ssh-ed25519@openssh.com AAAA", "no-pty ssh-ed25519 AAAA",
    ]

    @Test("what is no such line is refused, with what to do", arguments: others)
    func otherLines(_ text: String) throws {
        let error = #expect(throws: CryptoError.self) { try SSHPublicKeyLine(text) }
        #expect(error?.hint != nil)
    }

    @Test("what is more than one line, hides something or is too long is refused")
    func hidden() throws {
        let text = try Self.key().publicKey.sshText
        for ending in [
            "\n\(text)", " a\nb", " a\u{1B}[2J", " a\u{202E}b", " \(String(repeating: "a", count: 2000))", "\0",
        ] {
            #expect(throws: CryptoError.self) { try SSHPublicKeyLine(text + ending) }
        }
    }

    @Test("the fingerprint is the one that ssh-keygen shows", .needs("ssh-keygen"))
    func fingerprint() throws {
        let key = try Self.key().publicKey
        try write("key.pub", Array("\(key.sshText) me\n".utf8))
        #expect(try keygen(["-l", "-f", "key.pub"]).output == "256 \(key.fingerprint) me (ED25519)\n")
    }

    @Test("a private key of ours is one to ssh-keygen", .needs("ssh-keygen"))
    func ownFile() throws {
        for comment in ["", "a", "me@machine", "with blanks", "ü"] {
            let file = SSHPrivateKeyFile(.generate(), comment: comment)
            try write("ours", file.encoded)
            let outcome = try keygen(["-y", "-P", "", "-f", "ours"])
            #expect(outcome.status == 0, "\(outcome.complaints)")
            #expect(try SSHPublicKeyLine(outcome.output).key == file.key.publicKey)
            #expect(try SSHPrivateKeyFile(parsing: file.encoded).comment == comment)
        }
    }

    @Test("a private key that ssh-keygen makes is one to us", .needs("ssh-keygen"))
    func theirFile() throws {
        #expect(try keygen(["-q", "-t", "ed25519", "-N", "", "-C", "an operator", "-f", "theirs"]).status == 0)
        let file = try SSHPrivateKeyFile(parsing: read("theirs"))
        let line = try SSHPublicKeyLine(String(decoding: read("theirs.pub"), as: UTF8.self))
        #expect(file.key.publicKey == line.key && file.comment == "an operator" && line.comment == "an operator")
    }

    @Test("one with a passphrase, or of another kind, is refused with what to do", .needs("ssh-keygen"))
    func unusable() throws {
        #expect(try keygen(["-q", "-t", "ed25519", "-N", "secret word", "-f", "locked"]).status == 0)
        let locked = #expect(throws: CryptoError.self) { try SSHPrivateKeyFile(parsing: read("locked")) }
        #expect(locked?.code == .unsupported && locked?.hint?.contains("ssh-keygen -p") == true)
        #expect(try keygen(["-q", "-t", "ecdsa", "-N", "", "-f", "other"]).status == 0)
        let other = #expect(throws: CryptoError.self) { try SSHPrivateKeyFile(parsing: read("other")) }
        #expect(other?.code == .unsupported && other?.cause.contains("ecdsa-sha2-nistp256") == true)
        let pem = #expect(throws: CryptoError.self) {
            try SSHPrivateKeyFile(parsing: Array("-----BEGIN PRIVATE KEY-----\n".utf8))
        }
        #expect(pem?.code == .malformed)
    }

    @Test("every byte of a private key flipped, and every cut of it, gives no other key")
    func damagedFile() throws {
        let file = try SSHPrivateKeyFile(Self.key(), comment: "me@machine")
        let bytes = file.encoded
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            // Nothing but its name is not checked against anything.
            if let read = try? SSHPrivateKeyFile(parsing: changed) {
                #expect(read.key.seed == file.key.seed && read.comment != file.comment)
            }
            #expect(throws: CryptoError.self) { try SSHPrivateKeyFile(parsing: Array(bytes[..<index])) }
        }
        #expect(throws: CryptoError.self) { try SSHPrivateKeyFile(parsing: bytes + [10]) }
        #expect(throws: CryptoError.self) { try SSHPrivateKeyFile(parsing: bytes + bytes) }
    }

    @Test("what says nothing of a secret is said of a file that cannot be used")
    func saysNothing() throws {
        let bytes = try SSHPrivateKeyFile(Self.key(), comment: "me").encoded
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            do {
                _ = try SSHPrivateKeyFile(parsing: changed)
            } catch {
                for line in lines.dropFirst().dropLast() { #expect(!"\(error)".contains(line.prefix(20))) }
            }
        }
    }
}
