import Crypto
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct SignedArchiveTests {
    private func signed(_ keys: SigningKeys = SigningKeys()) async throws -> (archive: AbsolutePath, near: Side) {
        var near = try await Side("near")
        near.signing = keys
        try near.publish("alpha", "1.0")
        return (try await near.archive(), near)
    }

    private func head(_ archive: AbsolutePath) throws -> ArchiveHead {
        try ImportEngine.verify(ArchiveInput(archive), rules: [TextRules()], reporter: .silent)
    }

    @Test("where there is a key, both signatures stand directly behind the list, and the record says whose they are")
    func built() async throws {
        let keys = SigningKeys()
        let (archive, near) = try await signed(keys)
        let names = try Members(of: archive).list.map(\.name)
        #expect(names.prefix(4) == ["SHA512SUMS", "SHA512SUMS.sig", "SHA512SUMS.minisig", "manifest.json"])
        #expect(try head(archive).signer == keys.signer)
        let artifact = try #require(await near.artifacts.list().first)
        #expect(artifact.signer == keys.signer && artifact.signer?.trusted == nil)
        let sums = String(decoding: try Members(of: archive)["SHA512SUMS"], as: UTF8.self)
        #expect(!sums.contains("SHA512SUMS.sig") && !sums.contains("minisig"))
    }

    @Test("where there is none, there are none")
    func unsigned() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        let archive = try await near.archive()
        #expect(try !Members(of: archive).list.contains { $0.name.hasPrefix("SHA512SUMS.") })
        #expect(try head(archive).signer == nil)
        #expect(try await near.artifacts.list().first?.signer == nil)
    }

    @Test("records that were lost come back with whose signature it is")
    func adopted() async throws {
        let keys = SigningKeys()
        let (_, near) = try await signed(keys)
        let id = try #require(await near.artifacts.list().first).id
        try await near.artifacts.forget(id)
        let adoption = try await near.artifacts.adopt(rules: [TextRules()]) { _ in true }
        #expect(adoption.adopted == [id])
        #expect(try await near.artifacts.load(id).signer == keys.signer)
    }

    @Test(
        "stock ssh-keygen and minisign take what lies in it, and its script does",
        .needs("ssh-keygen", "minisign", "sha512sum")
    )
    func stock() async throws {
        let keys = SigningKeys()
        let (archive, _) = try await signed(keys)
        let folder = try Folder("unpacked")
        for member in try Members(of: archive).list {
            if let parent = try RelativePath(member.name).parent { try folder.directory.makeDirectories(parent) }
            try folder.write(member.name, member.bytes)
        }
        let sums = try Members(of: archive)["SHA512SUMS"]
        try folder.write("allowed", "\(keys.own.allowedSigner)\n")
        try folder.write("others", "\(SigningKeys("other").own.allowedSigner)\n")
        let arguments = ["-Y", "verify", "-f", "allowed", "-I", "packferry", "-n", "packferry", "-s", "SHA512SUMS.sig"]
        let ssh = try StockTool("ssh-keygen").run(
            arguments,
            in: folder.path.string,
            input: String(decoding: sums, as: UTF8.self)
        )
        #expect(ssh.status == 0 && ssh.output.contains(keys.signer.fingerprint), "\(ssh.complaints)")
        let minisign = try StockTool("minisign").run(
            ["-V", "-P", keys.own.key.minisignText, "-m", "SHA512SUMS", "-x", "SHA512SUMS.minisig"],
            in: folder.path.string
        )
        #expect(minisign.status == 0 && minisign.output.contains("sequence"), "\(minisign.complaints)")
        func script(_ arguments: String...) throws -> StockTool.Outcome {
            try StockTool("sh").run(["verify.sh"] + arguments, in: folder.path.string)
        }
        let plain = try script()
        #expect(plain.status == 0 && plain.output.contains(keys.signer.fingerprint), "\(plain.complaints)")
        #expect(try script("allowed").status == 0)
        #expect(try script("others").status == 1)
        try folder.write("SHA512SUMS", sums.dropLast() + [32, 10])
        #expect(try script().status == 1)
        #expect(try script("allowed").status == 1)
        try folder.write("SHA512SUMS", sums)
        try folder.directory.unlink(RelativePath("SHA512SUMS.sig"))
        #expect(try script().status == 0)
        #expect(try script("allowed").status == 1)
    }

    @Test("a folder of members is as signed as the archive was")
    func folder() async throws {
        let keys = SigningKeys()
        let (archive, _) = try await signed(keys)
        let folder = try Folder("unpacked")
        for member in try Members(of: archive).list {
            if let parent = try RelativePath(member.name).parent { try folder.directory.makeDirectories(parent) }
            try folder.write(member.name, member.bytes)
        }
        let head = try head(folder.path)
        #expect(head.signer == keys.signer && head.remarks.isEmpty)
        try folder.directory.unlink(RelativePath("SHA512SUMS.minisig"))
        #expect(throws: TransferError.self) { try self.head(folder.path) }
        try folder.directory.unlink(RelativePath("SHA512SUMS.sig"))
        #expect(try self.head(folder.path).signer == nil)
    }

    @Test("the text for people says by which key, in an archive that is signed alone")
    func readme() async throws {
        let keys = SigningKeys()
        let (archive, _) = try await signed(keys)
        let text = String(decoding: try Members(of: archive)["README.txt"], as: UTF8.self)
        #expect(text.components(of: keys.signer.fingerprint) == 3 && text.components(of: "ssh-keygen -Y verify") == 3)
        let plain = try await Side("plain")
        try plain.publish("alpha", "1.0")
        let other = String(decoding: try Members(of: await plain.archive())["README.txt"], as: UTF8.self)
        #expect(!other.contains("SHA256:") && !other.contains("minisign"))
    }

    @Test("no byte of a secret is in an archive, or in what is recorded of it")
    func secrets() async throws {
        let keys = SigningKeys("near", next: SigningKeys("next"))
        let (archive, near) = try await signed(keys)
        let secret = String(decoding: keys.current.encoded, as: UTF8.self).split(separator: "\n").dropFirst().dropLast()
        for member in try Members(of: archive).list {
            let text = String(decoding: member.bytes, as: UTF8.self)
            for line in secret { #expect(!text.contains(line)) }
        }
        #expect(try await !"\(near.artifacts.list())".contains(secret[1]))
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
