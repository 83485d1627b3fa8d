import Crypto
import JSON
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct TrustedKeyTests {
    private func near(_ keys: SigningKeys?, _ name: String = "near") async throws -> Side {
        var near = try await Side(name)
        near.signing = keys
        try near.publish("alpha", "1.0")
        return near
    }

    private func far(trusting keys: SigningKeys...) async throws -> Side {
        let far = try await Side("far")
        for keys in keys { try far.trust(keys) }
        return far
    }

    private func refusal(_ far: Side, _ archive: AbsolutePath) throws -> TransferError {
        let before = try TreePicture(far.tree, skipping: ["staging"])
        let error = try #require(throws: TransferError.self) { try far.stage(archive) }
        #expect(error.code == .untrusted && error.hint?.contains("--allow-unsigned") == true)
        #expect(try TreePicture(far.tree, skipping: ["staging"]) == before && far.engine.staging.list().isEmpty)
        return error
    }

    @Test("until a key is trusted, archives of anybody are taken, and whose they are is said")
    func open() async throws {
        let keys = SigningKeys()
        let archive = try await near(keys).archive()
        let far = try await far()
        let staged = try far.stage(archive)
        #expect(
            staged.summary.signer?.fingerprint == keys.own.key.fingerprint && staged.summary.signer?.trusted == false
        )
        #expect(try far.engine.staging.load(staged.id).head.signer == staged.head.signer)
        let outcome = try await far.apply(staged)
        #expect(outcome.summary.signer?.trusted == false && !outcome.allowedUnsigned && outcome.trustedKeys.isEmpty)
        #expect(try far.engine.keys.load() == TrustedKeys())
    }

    @Test("what a trusted key signed is taken, also by one of several")
    func trusted() async throws {
        let keys = SigningKeys()
        let outcome = try await far(trusting: SigningKeys("other"), keys).apply(near(keys).archive())
        #expect(outcome.summary.signer?.trusted == true && outcome.placed == 1 && !outcome.allowedUnsigned)
    }

    @Test("what is not signed is refused, and what was stripped of its signature too")
    func unsigned() async throws {
        let keys = SigningKeys()
        let far = try await far(trusting: keys)
        let error = try await refusal(far, near(nil).archive())
        #expect(error.cause.hasPrefix("is not signed") && error.cause.contains(keys.own.key.fingerprint))
        var members = try Members(of: await near(keys, "signed").archive())
        members.list.removeAll { $0.name.hasPrefix("SHA512SUMS.") }
        let folder = try Folder("stick")
        try folder.write("stripped.tar.zst", members.packed())
        _ = try refusal(far, folder.path.appending("stripped.tar.zst"))
    }

    @Test("what another key signed is refused with its fingerprint, and with how to trust it")
    func foreign() async throws {
        let other = SigningKeys("other")
        let error = try await refusal(far(trusting: SigningKeys()), near(other).archive())
        #expect(error.cause.contains("is signed by \(other.own.key.fingerprint), a key that is not trusted here"))
        #expect(error.hint?.contains("packferry keys trust '\(other.own.key.sshText)'") == true)
    }

    @Test("before anything of it is believed: what is no manifest at all is refused for its signature first")
    func first() async throws {
        var members = try Members.sample()
        members["manifest.json"] = Array("{".utf8)
        let folder = try Folder("stick")
        try folder.write("a.tar.zst", members.packed())
        _ = try await refusal(far(trusting: SigningKeys()), folder.path.appending("a.tar.zst"))
    }

    @Test("a decision lets it in, and is recorded with the import and in the log")
    func allowed() async throws {
        for keys in [nil, SigningKeys("other")] {
            let name = keys == nil ? "unsigned" : "foreign"
            let far = try await Side("far-\(name)")
            try far.trust(SigningKeys())
            let archive = try await near(keys, name).archive()
            let staged = try far.engine.stage(ArchiveInput(archive), allowUnsigned: true, reporter: .silent)
            #expect(staged.summary.warnings.contains { $0.contains("let in all the same") })
            // That it waits is no decision to apply it.
            let error = await #expect(throws: TransferError.self) { try await far.apply(staged) }
            #expect(error?.code == .untrusted)
            let options = ApplyOptions(allowUnsigned: true, initiator: "test")
            let outcome = try await far.engine.apply(staged, options: options, reporter: .silent)
            #expect(outcome.allowedUnsigned && outcome.summary.signer?.trusted != true)
            let logged = try #require(AppliedLog(far.folder).outcomes().first)
            #expect(logged.allowedUnsigned && logged.warnings.contains { $0.contains("let in all the same") })
        }
    }

    @Test("a dry run refuses and allows alike")
    func dryRun() async throws {
        let far = try await far(trusting: SigningKeys())
        let input = try ArchiveInput(await near(nil).archive())
        for isAllowed in [false, true] {
            let options = ApplyOptions(allowUnsigned: isAllowed, initiator: "test")
            let outcome = try? await far.engine.tryApplying(input, options: options, reporter: .silent)
            #expect(outcome?.allowedUnsigned == (isAllowed ? true : nil))
        }
    }

    @Test("what waited when a key was trusted is refused when it is applied, and shown as what it counts for now")
    func stagedBefore() async throws {
        let (keys, far) = (SigningKeys(), try await far())
        let own = try far.stage(await near(keys).archive())
        let other = try far.stage(await near(nil, "other").archive())
        try far.trust(keys)
        #expect(try KnownImport.find(own.id, in: far.folder)?.summary.signer?.trusted == true)
        let error = await #expect(throws: TransferError.self) { try await far.apply(other) }
        #expect(error?.code == .untrusted)
        #expect(try await far.apply(own).summary.signer?.trusted == true)
    }

    @Test("a key that was retired counts no more, and the last one that is leaves the repository closed")
    func retired() async throws {
        let (keys, far) = (SigningKeys(), try await far())
        try far.trust(keys)
        let archive = try await near(keys).archive()
        _ = try far.engine.keys.retire(keys.own.key.fingerprint, at: Side.moment)
        let error = try refusal(far, archive)
        #expect(error.cause.contains("retired here") && error.cause.contains("all were retired"))
        _ = try await refusal(far, near(nil, "unsigned").archive())
        #expect(throws: TransferError.self) { try far.engine.keys.retire(keys.own.key.fingerprint, at: Side.moment) }
        try far.trust(keys)
        #expect(try await far.apply(archive).placed == 1)
    }

    @Test("keys that a trusted key announces are trusted once that was applied: the next archive may be theirs")
    func rotation() async throws {
        let next = SigningKeys("next")
        let keys = SigningKeys("near", next: next)
        let far = try await far(trusting: keys)
        var near = try await near(keys)
        let first = try await near.archive()
        let staged = try far.stage(first)
        #expect(try far.engine.keys.load().active.count == 1)
        #expect(try await far.apply(staged).trustedKeys == [next.own.key.fingerprint])
        #expect(try far.engine.keys.load().active.map(\.comment) == ["near", "next"])
        #expect(try await far.apply(first).trustedKeys.isEmpty)
        near.signing = next
        try near.publish("alpha", "1.1")
        let outcome = try await far.apply(near.archive())
        #expect(outcome.placed == 1 && outcome.summary.signer?.fingerprint == next.own.key.fingerprint)
    }

    @Test(
        "what a key announces that is not trusted is not trusted, whether the archive is let in or no key was ever trusted"
    )
    func untrustedRotation() async throws {
        let keys = SigningKeys("thief", next: SigningKeys("accomplice"))
        let archive = try await near(keys).archive()
        let open = try await Side("open")
        #expect(try await open.apply(archive).trustedKeys.isEmpty)
        #expect(try open.engine.keys.load().keys.isEmpty)
        let closed = try await far(trusting: SigningKeys())
        let staged = try closed.engine.stage(ArchiveInput(archive), allowUnsigned: true, reporter: .silent)
        let options = ApplyOptions(allowUnsigned: true, initiator: "test")
        let outcome = try await closed.engine.apply(staged, options: options, reporter: .silent)
        #expect(outcome.trustedKeys.isEmpty)
        #expect(try closed.engine.keys.load().keys.map(\.comment) == ["near"])
    }

    @Test("stopped anywhere, an apply that is finished later trusts what its archive announced")
    func crashes() async throws {
        let archive = try await near(SigningKeys("near", next: SigningKeys("next"))).archive()
        let head = try ImportEngine.verify(ArchiveInput(archive), rules: [TextRules()], reporter: .silent)
        let own = try SSHPublicKeyLine(#require(head.signer).key)
        let stops = try await CrashPoints.forEachStop { point in
            let far = try await Side("far-\(point.number)")
            _ = try far.engine.keys.trust(own, at: Side.moment, by: "test")
            _ = try await point.run { try await far.apply(archive) }
            _ = try await far.engine.recover(reporter: .silent)
            _ = try await far.apply(archive)
            #expect(try far.engine.keys.load().active.map(\.comment) == ["", "next"])
        }
        #expect(stops > 10)
    }

    @Test("a key that was retired is not let in again by an archive that announces it")
    func retiredIsNotAnnounced() async throws {
        let next = SigningKeys("stolen")
        let keys = SigningKeys("near", next: next)
        let far = try await far(trusting: keys, next)
        _ = try far.engine.keys.retire(next.own.key.fingerprint, at: Side.moment)
        #expect(try await far.apply(near(keys).archive()).trustedKeys.isEmpty)
        #expect(try far.engine.keys.load().active.map(\.comment) == ["near"])
    }

    @Test("keys that a manifest can announce are public keys, each once, and few")
    func announced() throws {
        let line = SigningKeys().own.text
        for keys in [[], [line, line], ["ssh-rsa AAAA"], [line + "\n"], Array(repeating: line, count: 17)] {
            var members = try Members.sample()
            try members.edit("manifest.json") { $0.set("keys", to: .array(keys.map { .string($0) })) }
            #expect(throws: TransferError.self) { try Manifest(parsing: members["manifest.json"]) }
        }
        var members = try Members.sample()
        try members.edit("manifest.json") { $0.set("keys", to: [.string(line)]) }
        let manifest = try Manifest(parsing: members["manifest.json"])
        #expect(manifest.keys.map(\.text) == [line])
        #expect(try Manifest(parsing: manifest.encoded) == manifest)
    }
}

extension Side {
    fileprivate func trust(_ keys: SigningKeys) throws {
        _ = try engine.keys.trust(keys.own, at: Side.moment, by: "test")
    }
}
