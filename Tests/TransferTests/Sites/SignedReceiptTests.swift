import Crypto
import Posix
import Reporting
import TestSupport
import Testing
import Time

@testable import Transfer

@Suite("Signed receipts", .memoryDirectory) struct SignedReceiptTests {
    private static let keys = SigningKeys("plant-7")
    private static let document = Array(Golden.receipt.utf8)

    private func sides() async throws -> (near: Side, far: Side) {
        let near = try await Side("near")
        var far = try await Side("far")
        far.site = "plant-7"
        return (near, far)
    }

    /// The last receipt of a side, with its signature.
    private func last(of side: Side) throws -> (kept: ReceiptStore.Kept, bytes: [UInt8], signature: [UInt8]?) {
        let store = ReceiptStore(side.folder)
        let kept = try #require(store.all().first)
        return (kept, try store.document(of: kept), try store.signature(of: kept))
    }

    private func source(of side: Side) throws -> TextSource {
        let identity = try side.folder.identity(name: "texts", type: "text")
        return TextSource(identity: identity, root: side.tree, created: Side.moment)
    }

    private func names(of side: Side) throws -> [String] {
        try side.folder.directory.subdirectory(RelativePath("receipts")).entries().map(\.name).sorted()
    }

    @Test("an apply and a rollback sign what they say, by the key of this side, and keep no signature of what is gone")
    func signed() async throws {
        var (near, far) = try await sides()
        let key = try far.signReceipts()
        try near.publish("alpha", "1.0")
        let archive = try await near.archive()
        let applied = try await far.apply(archive)
        let first = try last(of: far)
        let signer = try StatementSignature.signer(of: first.bytes, by: #require(first.signature))
        #expect(signer == Signer(key.key))
        _ = try await far.engine.rollBack(applied.id, by: "test", reporter: .silent)
        let second = try last(of: far)
        #expect(second.kept.counter > first.kept.counter)
        #expect(try StatementSignature.signer(of: second.bytes, by: #require(second.signature)) == signer)
        let name = "\(second.kept.counter)-\(applied.id).json"
        #expect(try names(of: far) == [name, "\(name).sig"])
    }

    @Test("without a key nothing is signed; one that is made later signs when the archive is applied again")
    func later() async throws {
        var (near, far) = try await sides()
        try near.publish("alpha", "1.0")
        let archive = try await near.archive()
        let applied = try await far.apply(archive)
        #expect(try last(of: far).signature == nil)
        #expect(try far.engine.usableReceipt(of: applied.id) != nil)
        try far.signReceipts()
        #expect(try far.engine.usableReceipt(of: applied.id) == nil)
        try await far.apply(archive)
        #expect(try last(of: far).signature != nil)
        #expect(try far.engine.usableReceipt(of: applied.id) != nil)
    }

    @Test("a key that cannot sign costs the receipt, and not the apply; no inventory is given out either")
    func unusable() async throws {
        var (near, far) = try await sides()
        try far.signReceipts()
        let state = try Directory(opening: far.root.appending("state"))
        try state.replace(RelativePath("keys/signing"), with: Array("junk".utf8))
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        #expect(try far.versions(of: "alpha") == ["1.0"])
        #expect(try ReceiptStore(far.folder).all().isEmpty)
        let source = try source(of: far)
        let error = await #expect(throws: TransferError.self) {
            try await far.engine.inventory(of: source, at: "plant-7", run: "run", reporter: .silent)
        }
        #expect(error.map { [.keyUnusable, .notPermitted].contains($0.code) } == true)
    }

    @Test("an inventory bears the signature of its bytes")
    func inventory() async throws {
        var (near, far) = try await sides()
        let key = try far.signReceipts()
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        let source = try source(of: far)
        let document = try await far.engine.inventory(of: source, at: "plant-7", run: "run", reporter: .silent)
        let signer = try StatementSignature.signer(of: document.bytes, by: #require(document.signature))
        #expect(signer == Signer(key.key))
    }

    @Test("what is no signature over this document is refused, whoever is trusted", arguments: Self.forgeries)
    func forged(_ name: String, _ document: [UInt8], _ file: [UInt8]) throws {
        let error = #expect(throws: TransferError.self) { try StatementSignature.signer(of: document, by: file) }
        #expect(error?.code == .refused && error?.hint != nil, "\(name)")
    }

    private static var forgeries: [(String, [UInt8], [UInt8])] {
        let right = StatementSignature.file(over: document, by: keys.current.key)
        let archive = SSHSignature(of: SHA512.hash(document), for: ArchiveSignature.namespace, by: keys.current.key)
        let sums = Array("\(SHA512Digest(of: "x").hex)  manifest.json\n".utf8)
        return [
            ("another document", document + [10], right), ("nothing", document, []),
            ("one that was made for an archive", document, archive.encoded),
            ("cut", document, Array(right.dropLast())),
            ("the list of an archive", document, StatementSignature.file(over: sums, by: keys.current.key)),
        ]
    }

    @Test("what is admitted of a site depends on whether one of its keys is trusted, and says so when it is let in")
    func admitted() async throws {
        let near = try await Side("near")
        let (mine, other) = (Self.keys, SigningKeys("other"))
        let receipt = try Receipt(parsing: Self.document)
        func admit(_ signer: Signer?, allowing: Bool = false) throws -> SiteStatement {
            let policy = try SignaturePolicy(of: near.folder, ofSite: "plant-7", allowsUnsigned: allowing)
            return try SiteStatement(receipt, signedBy: signer).admitted(by: policy)
        }
        #expect(try admit(nil).remark == nil && admit(other.signer).signer == other.signer)
        let store = TrustedKeyStore(near.folder, ofSite: "plant-7")
        _ = try store.trust(mine.own, at: Side.moment, by: "test")
        #expect(try admit(mine.signer).remark == nil)
        for signer in [nil, other.signer] {
            let error = try #require(throws: TransferError.self) { try admit(signer) }
            #expect(error.code == .untrusted && error.subject == "what plant-7 says", "\(error)")
            #expect(error.cause.contains(mine.signer.fingerprint), "\(error)")
            #expect(try admit(signer, allowing: true).remark?.contains("let in all the same") == true)
        }
        let hint = try #require(throws: TransferError.self) { try admit(other.signer) }.hint
        #expect(hint?.contains("keys trust '\(other.signer.key)' --site plant-7") == true)
        // A key that was retired counts no more, and keeps the site closed.
        _ = try store.retire(mine.signer.fingerprint, at: Side.moment)
        #expect(throws: TransferError.self) { try admit(mine.signer) }
        #expect(throws: TransferError.self) { try admit(nil) }
    }

    @Test("a key is trusted for what it was trusted for: archives, or the word of one site")
    func purposes() async throws {
        let near = try await Side("near")
        let keys = Self.keys
        _ = try TrustedKeyStore(near.folder, ofSite: "plant-7").trust(keys.own, at: Side.moment, by: "test")
        #expect(try !TrustedKeyStore(near.folder).load().areRequired)
        #expect(try !TrustedKeyStore(near.folder, ofSite: "plant-8").load().areRequired)
        #expect(try TrustedKeyStore(near.folder, ofSite: "plant-7").load().trust(keys.signer))
        #expect(try SiteFolder(near.folder).names() == ["plant-7"])
    }

    @Test("what sha512sum printed is nobody's word, whoever signed it")
    func lists() throws {
        let list = Array("\(SHA512Digest(of: "x").hex)  ./alpha/1.0.bin\n".utf8)
        let inventory = try Inventory(parsing: list, takenAt: Side.moment) { _ in false }
        let signer = Self.keys.signer
        #expect(SiteStatement(inventory, of: "plant-7", about: Golden.uuid, signedBy: signer).signer == nil)
        let text = Golden.snapshot.replacing(
            "{\"format\"",
            with: "{\"site\":\"plant-7\",\"counter\":7,\"conflicts\":[],\"format\"",
            maxReplacements: 1
        )
        let document = try Inventory(parsing: Array(text.utf8), takenAt: Side.moment) { _ in false }
        #expect(SiteStatement(document, of: "plant-7", about: Golden.uuid, signedBy: signer).signer == signer)
    }

    @Test("ssh-keygen takes it for what it is, and for nothing else", .needs("ssh-keygen"))
    func stock() async throws {
        var (near, far) = try await sides()
        let key = try far.signReceipts()
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        let receipt = try last(of: far)
        let folder = try Folder("stick")
        try folder.write("receipt.json", receipt.bytes)
        try folder.write("receipt.json.sig", #require(receipt.signature))
        try folder.write("allowed_signers", Array("\(key.allowedSigner(ofReceiptsFrom: "plant-7"))\n".utf8))
        func verify(_ namespace: String, _ site: String) throws -> Int32 {
            let words = [
                "-Y", "verify", "-f", "allowed_signers", "-I", site, "-n", namespace, "-s", "receipt.json.sig",
            ]
            return try StockTool("ssh-keygen").run(
                words,
                in: folder.path.string,
                input: String(decoding: receipt.bytes, as: UTF8.self)
            ).status
        }
        #expect(try verify(StatementSignature.namespace, "plant-7") == 0)
        #expect(try verify("packferry", "plant-7") != 0)
        #expect(try verify(StatementSignature.namespace, "plant-8") != 0)
    }
}
