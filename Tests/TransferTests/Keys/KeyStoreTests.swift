import Crypto
import Posix
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct KeyStoreTests {
    private func state() throws -> (Directory, SigningKeyStore) {
        let folder = try Folder("state")
        return (folder.directory, SigningKeyStore(in: folder.directory))
    }

    private func make(_ store: SigningKeyStore, _ role: SigningKeyStore.Role = .current) throws -> SSHPublicKeyLine {
        try store.make(role, from: nil, comment: "near", isDryRun: false)
    }

    private func code(_ body: () throws -> Void) throws -> TransferError.Code {
        try #require(throws: TransferError.self, performing: body).code
    }

    @Test("a key is made once, for its owner alone, and read again")
    func made() throws {
        let (state, store) = try state()
        #expect(try store.load() == nil)
        let line = try make(store)
        #expect(line.comment == "near")
        #expect(try store.load()?.own == line && store.load()?.next == nil)
        #expect(try state.info(RelativePath("keys"))?.mode == 0o700)
        #expect(try state.info(RelativePath("keys/signing"))?.mode == 0o600)
        #expect(try code { _ = try make(store) } == .conflict)
        #expect(try store.load()?.own == line)
    }

    @Test("a dry run makes and changes nothing")
    func dryRun() throws {
        let (state, store) = try state()
        _ = try store.make(.current, from: nil, comment: "a", isDryRun: true)
        #expect(try state.entries().isEmpty)
        let line = try make(store)
        let next = try make(store, .next)
        #expect(try store.rotate(isDryRun: true) == next)
        #expect(try store.load()?.own == line)
    }

    @Test("the next key takes the place of the first, which is kept aside")
    func rotated() throws {
        let (state, store) = try state()
        #expect(try code { _ = try store.rotate(isDryRun: false) } == .conflict)
        #expect(try code { _ = try make(store, .next) } == .conflict)
        let first = try make(store)
        #expect(try code { _ = try store.rotate(isDryRun: false) } == .conflict)
        let next = try make(store, .next)
        #expect(try store.load()?.next == next)
        #expect(try store.rotate(isDryRun: false) == next)
        #expect(try store.load()?.own == next && store.load()?.next == nil)
        let former = try SSHPrivateKeyFile(parsing: state.open(RelativePath("keys/former")).readAll(limit: 1 << 16))
        #expect(former.key.publicKey == first.key)
        _ = try make(store, .next)
        _ = try store.rotate(isDryRun: false)
        #expect(try state.info(RelativePath("keys/former"))?.mode == 0o600)
    }

    @Test("a key of others is taken under its own name, or another", .needs("ssh-keygen"))
    func brought() throws {
        let (_, store) = try state()
        let folder = try Folder("home")
        let arguments = ["-q", "-t", "ed25519", "-N", "", "-C", "an operator", "-f", "id"]
        #expect(try StockTool("ssh-keygen").run(arguments, in: folder.path.string).status == 0)
        let path = folder.path.appending("id")
        #expect(try store.make(.current, from: path, comment: nil, isDryRun: false).comment == "an operator")
        #expect(try store.make(.next, from: path, comment: "b", isDryRun: false).comment == "b")
        #expect(try store.load()?.own.key == store.load()?.next?.key)
    }

    @Test("one that others may read is refused, and so is what is none", arguments: [0o640, 0o604, 0o660, 0o601])
    func exposed(_ mode: UInt32) throws {
        let (state, store) = try state()
        _ = try make(store)
        try state.changeMode(RelativePath("keys/signing"), mode)
        let error = try #require(throws: TransferError.self) { try store.load() }
        #expect(error.code == .notPermitted && error.hint?.contains("chmod 600") == true)
        try state.changeMode(RelativePath("keys/signing"), 0o600)
        try AtomicFile.write([1, 2, 3], to: RelativePath("keys/signing"), in: state, mode: 0o600)
        #expect(try code { _ = try store.load() } == .keyUnusable)
        try state.unlink(RelativePath("keys/signing"))
        try state.makeDirectories(RelativePath("keys/signing"))
        #expect(try code { _ = try store.load() } == .keyUnusable)
    }

    @Test("a name that is more than a line is refused before anything is written")
    func badName() throws {
        let (state, store) = try state()
        for name in ["a\nb", "\u{1B}[2J", String(repeating: "a", count: 2000)] {
            #expect(try code { _ = try store.make(.current, from: nil, comment: name, isDryRun: false) } == .invalid)
        }
        #expect(try state.entries().isEmpty)
    }

    @Test("what is trusted is kept beside the tree, and what is damaged of it is refused with the cure")
    func trusted() async throws {
        let far = try await Side("far")
        let store = TrustedKeyStore(far.folder)
        let keys = SigningKeys("near")
        let known = try store.trust(keys.own, at: Side.moment, by: "cli:me")
        #expect(try store.trust(keys.own, at: Side.moment, by: "other") == known)
        #expect(try store.load().keys == [known] && store.load().areRequired)
        _ = try store.trust(SigningKeys("b").own, at: Side.moment, by: "me", isDryRun: true)
        #expect(try store.load().keys == [known])
        let text = String(decoding: try far.folder.read("trusted-keys.json") ?? [], as: UTF8.self)
        let spoiled = [
            "", "{", text.replacing("trusted-keys/1", with: "trusted-keys/2"),
            text.replacing(known.fingerprint, with: SigningKeys().own.key.fingerprint),
            text.replacing("ssh-ed25519", with: "ssh-rsa"),
        ]
        for text in spoiled {
            try far.folder.write("trusted-keys.json", Array(text.utf8))
            let error = try #require(throws: TransferError.self) { try store.load() }
            #expect([.recordsDamaged, .refused].contains(error.code), "\(error)")
            #expect(throws: TransferError.self) { try far.engine.policy(allowsUnsigned: true) }
        }
    }

    @Test("the list of trusted keys ends somewhere, and can be read then")
    func full() async throws {
        let store = TrustedKeyStore(try await Side("far").folder)
        for _ in 0..<TrustedKeys.limit {
            let line = SSHPublicKeyLine(
                Ed25519PrivateKey.generate().publicKey,
                comment: String(repeating: "\\", count: 900)
            )
            _ = try store.trust(line, at: Side.moment, by: "me")
        }
        #expect(throws: TransferError.self) { try store.trust(SigningKeys().own, at: Side.moment, by: "me") }
        #expect(try store.load().keys.count == TrustedKeys.limit)
    }
}
