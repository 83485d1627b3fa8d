import Crypto
import JSON
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

/// Signed archives that somebody changed: refused before anything is unpacked, whether or not a key is trusted.
@Suite(.memoryDirectory) struct SignatureAttackTests {
    private static let keys = SigningKeys()

    private func archive(_ change: (inout Members) throws -> Void) throws -> AbsolutePath {
        var members = try Members.sample()
        try members.sign(by: Self.keys)
        try change(&members)
        let folder = try Folder("stick")
        try folder.write("hostile.tar.zst", members.packed())
        return folder.path.appending("hostile.tar.zst")
    }

    private func site(trusting keys: SigningKeys?) async throws -> Side {
        let far = try await Side("far-\(keys == nil ? "open" : "closed")")
        try far.publish("alpha", "1.0")
        if let keys { _ = try far.engine.keys.trust(keys.own, at: Side.moment, by: "test") }
        return far
    }

    static let attacks: [ArchiveAttack] = [
        ArchiveAttack("the signatures of another archive", named: "SHA512SUMS.sig") { members in
            var other = try Members.sample()
            try other.add(TextTree.entry("gamma", "1.0", "gamma 1.0"), Array("gamma 1.0".utf8))
            try other.sign(by: keys)
            for name in ["SHA512SUMS.sig", "SHA512SUMS.minisig"] { members[name] = other[name] }
        },
        ArchiveAttack("a list and a manifest that were edited, with all digests made to fit", named: "SHA512SUMS.sig") {
            let (ssh, minisign) = ($0["SHA512SUMS.sig"], $0["SHA512SUMS.minisig"])
            $0.list.removeAll { $0.name.hasPrefix("SHA512SUMS.") }
            try $0.edit("manifest.json") { $0.set("generator", to: "somebody") }
            $0.list.insert(contentsOf: [("SHA512SUMS.sig", ssh), ("SHA512SUMS.minisig", minisign)], at: 1)
        },
        ArchiveAttack("one byte of the list", named: "SHA512SUMS.sig") { $0["SHA512SUMS"][0] ^= 1 },
        ArchiveAttack("one byte more in the list", named: "SHA512SUMS.sig") { $0["SHA512SUMS"].append(10) },
        ArchiveAttack("the two signatures by different keys", named: "SHA512SUMS.minisig") { members in
            var other = members
            try other.sign(by: SigningKeys("other"))
            members["SHA512SUMS.minisig"] = other["SHA512SUMS.minisig"]
        },
        ArchiveAttack("the same the other way round", named: "SHA512SUMS.minisig") { members in
            var other = members
            try other.sign(by: SigningKeys("other"))
            members["SHA512SUMS.sig"] = other["SHA512SUMS.sig"]
        },
        ArchiveAttack("a signature for another purpose", named: "SHA512SUMS.sig") { members in
            let digest = SHA512.hash(members["SHA512SUMS"])
            members["SHA512SUMS.sig"] = SSHSignature(of: digest, for: "file", by: keys.current.key).encoded
        },
        ArchiveAttack("the first signature alone", named: "SHA512SUMS.minisig") { members in
            members.list.removeAll { $0.name == "SHA512SUMS.minisig" }
        },
        ArchiveAttack("the second signature alone", named: "SHA512SUMS.minisig") { members in
            members.list.removeAll { $0.name == "SHA512SUMS.sig" }
        },
        ArchiveAttack("the signatures swapped", named: "SHA512SUMS.minisig") { $0.list.swapAt(1, 2) },
        ArchiveAttack("a signature twice", named: "SHA512SUMS.sig") { $0.list.insert($0.list[1], at: 2) },
        ArchiveAttack("the second signature twice", named: "SHA512SUMS.minisig") { $0.list.insert($0.list[2], at: 3) },
        ArchiveAttack("the signatures behind the manifest", named: "SHA512SUMS.sig") { members in
            let pair = members.list[1...2]
            members.list.removeSubrange(1...2)
            members.list.insert(contentsOf: pair, at: 2)
        },
        ArchiveAttack("the signatures at the end", named: "SHA512SUMS.sig") { members in
            let pair = members.list[1...2]
            members.list.removeSubrange(1...2)
            members.list.append(contentsOf: pair)
        },
        ArchiveAttack("the signatures before the list", named: "SHA512SUMS.sig") { members in
            let pair = members.list[1...2]
            members.list.removeSubrange(1...2)
            members.list.insert(contentsOf: pair, at: 0)
        },
        ArchiveAttack("a signature without end", named: "SHA512SUMS.sig") {
            $0["SHA512SUMS.sig"] += Array(repeating: UInt8(ascii: "A"), count: 2 << 20)
        },
        ArchiveAttack("the second signature without end", named: "SHA512SUMS.minisig") {
            $0["SHA512SUMS.minisig"] += Array(repeating: UInt8(ascii: "A"), count: 2 << 20)
        },
        ArchiveAttack("an empty signature", named: "SHA512SUMS.sig") { $0["SHA512SUMS.sig"] = [] },
        ArchiveAttack("an empty second signature", named: "SHA512SUMS.minisig") { $0["SHA512SUMS.minisig"] = [] },
        ArchiveAttack("something behind a signature", named: "SHA512SUMS.sig") { $0["SHA512SUMS.sig"].append(10) },
        ArchiveAttack("another first line in the second signature", named: "SHA512SUMS.minisig") { members in
            let text = String(decoding: members["SHA512SUMS.minisig"], as: UTF8.self)
            members["SHA512SUMS.minisig"] = Array(
                text.replacing("untrusted comment: s", with: "untrusted comment: S").utf8
            )
        },
        ArchiveAttack("another comment that is signed", named: "SHA512SUMS.minisig") { members in
            let text = String(decoding: members["SHA512SUMS.minisig"], as: UTF8.self)
            members["SHA512SUMS.minisig"] = Array(text.replacing("sequence 1", with: "sequence 2").utf8)
        },
        ArchiveAttack("signatures that the list lists", named: "SHA512SUMS.sig") { $0.resum() },
    ]

    @Test("is refused, in a line that says what, and nothing is left of it", arguments: attacks)
    func refused(_ attack: ArchiveAttack) async throws {
        let archive = try archive(attack.change)
        for (far, isClosed) in [(try await site(trusting: nil), false), (try await site(trusting: Self.keys), true)] {
            let before = try TreePicture(far.tree, skipping: ["staging"])
            let attempts: [() throws -> Void] = [
                { _ = try ImportEngine.verify(ArchiveInput(archive), rules: [TextRules()], reporter: .silent) },
                { _ = try far.stage(archive) },
                { _ = try far.engine.stage(ArchiveInput(archive), allowUnsigned: true, reporter: .silent) },
            ]
            for attempt in attempts {
                let error = try #require(throws: TransferError.self) { try attempt() }
                // Where nothing stands that signs, it counts as not signed.
                guard error.code == .refused || !isClosed else {
                    #expect(error.code == .untrusted && error.cause.hasPrefix("is not signed"), "\(error)")
                    continue
                }
                #expect(error.code == .refused, "\(error)")
                #expect("\(error)".split(separator: "\n").first?.contains(attack.named) == true, "\(error)")
            }
            #expect(try TreePicture(far.tree, skipping: ["staging"]) == before)
            #expect(try far.engine.staging.list().isEmpty)
        }
    }

    @Test("every byte of either signature flipped is refused", arguments: ["SHA512SUMS.sig", "SHA512SUMS.minisig"])
    func flipped(_ name: String) throws {
        var members = try Members.sample()
        try members.sign(by: Self.keys)
        let (sums, whole) = (members["SHA512SUMS"], members[name])
        func signer(_ bytes: [UInt8]) throws -> Ed25519PublicKey {
            members[name] = bytes
            return try ArchiveSignature.signer(
                of: SignedMessage(sums),
                ssh: members["SHA512SUMS.sig"],
                minisign: members["SHA512SUMS.minisig"]
            )
        }
        #expect(try signer(whole) == Self.keys.own.key)
        for index in whole.indices {
            var changed = whole
            changed[index] ^= 1
            #expect(throws: TransferError.self) { try signer(changed) }
            #expect(throws: TransferError.self) { try signer(Array(whole[..<index])) }
        }
    }

    @Test("as it was made it is taken, so that the attacks above are what is refused")
    func untouched() async throws {
        let archive = try archive { _ in }
        for far in [try await site(trusting: nil), try await site(trusting: Self.keys)] {
            #expect(try await far.apply(archive).placed == 2)
        }
    }
}
