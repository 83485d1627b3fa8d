import Posix
import TestSupport
import Testing

@testable import MirrorAPT

@Suite("The signature of a Release", .temporaryDirectory, .needs("gpg", "gpgv", "gpgconf"))
struct SignatureCheckTests {
    private static let text = "Suite: stable\n- dashes: x\n\n"

    private func check(_ keys: [SigningKey], _ pins: [String] = []) throws -> SignatureCheck {
        try SignatureCheck(keys.map { try Keyring($0.keyring(), name: "\($0.number).gpg") }, fingerprints: pins)
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("within it leaves exactly what was signed")
    func inRelease() throws {
        try withKeys("a") { keys in
            let verified = try check(keys).verify(clearSigned: keys[0].clearSign(Self.text))
            #expect(verified.bytes == bytes(Self.text))
            #expect(verified.fingerprints == [keys[0].fingerprint])
        }
    }

    @Test("beside it, as text or binary", arguments: [["--armor"], []])
    func detached(form: [String]) throws {
        try withKeys("a") { keys in
            let signature = try keys[0].detach(Self.text, form)
            let verified = try check(keys).verify(bytes(Self.text), signature: signature)
            #expect(verified == VerifiedText(bytes: bytes(Self.text), fingerprints: [keys[0].fingerprint]))
            let error = try refusal { _ = try check(keys).verify(bytes(Self.text + "x"), signature: signature) }
            #expect(error.code == .badSignature && error.cause.contains(keys[0].number))
        }
    }

    @Test("is found by any of several keyrings, text or binary")
    func keyrings() throws {
        try withKeys("a", "b") { keys in
            let rings = [
                try Keyring(keys[1].keyring(armored: true), name: "b.asc"),
                try Keyring(keys[0].keyring(), name: "a.gpg"),
            ]
            for key in keys {
                #expect(
                    try SignatureCheck(rings).verify(clearSigned: key.clearSign("x\n")).fingerprints == [
                        key.fingerprint
                    ]
                )
            }
            let both = try Keyring(
                keys[0].keyring(armored: true) + bytes("\nsecond:\n") + keys[1].keyring(armored: true),
                name: "both.asc"
            )
            #expect(try SignatureCheck([both]).verify(clearSigned: keys[1].clearSign("x\n")).bytes == bytes("x\n"))
        }
    }

    @Test("by a key that is not in the keyring names that key and the keyring")
    func wrongKey() throws {
        try withKeys("a", "b") { keys in
            let error = try refusal { _ = try check([keys[1]]).verify(clearSigned: keys[0].clearSign(Self.text)) }
            #expect(error.code == .untrusted)
            #expect(error.cause.contains(keys[0].number) && error.cause.contains("is not in \(keys[1].number).gpg"))
            let detached = try keys[0].detach(Self.text)
            #expect(
                try refusal { _ = try check([keys[1]]).verify(bytes(Self.text), signature: detached) }.code
                    == .untrusted
            )
        }
    }

    @Test("by two keys, of which one is known, holds")
    func twoKeys() throws {
        try withKeys("a", "b") { keys in
            try keys[0].adopt(keys[1])
            let users = ["--local-user", keys[0].fingerprint, "--local-user", keys[1].fingerprint]
            let signed = try keys[0].clearSign(Self.text, users)
            let ring = try Keyring(keys[1].keyring(), name: "b.gpg")
            let verified = try SignatureCheck([ring]).verify(clearSigned: signed)
            #expect(verified == VerifiedText(bytes: bytes(Self.text), fingerprints: [keys[1].fingerprint]))
            let error = try refusal { _ = try SignatureCheck([ring]).verify(clearSigned: changed(signed)) }
            #expect(error.code == .badSignature)
        }
    }

    @Test("by a good key holds beside those of an expired and of an unknown one")
    func mixed() throws {
        let keys = try ["good", "unknown", "old"].map { name in
            try SigningKey(name, at: "20200101T000000", lasting: name == "old" ? "30d" : "never")
        }
        defer { keys.forEach { $0.end() } }
        let users = keys.flatMap { ["--local-user", $0.fingerprint] }
        for key in keys.dropFirst() { try keys[0].adopt(key) }
        let known = try SignatureCheck([keys[0], keys[2]].map { try Keyring($0.ownKeyring(), name: $0.number) })
        let verified = try known.verify(clearSigned: keys[0].clearSign(Self.text, users))
        #expect(verified.fingerprints == [keys[0].fingerprint])
        let old = try Keyring(keys[2].ownKeyring(), name: "old")
        let error = try refusal {
            _ = try SignatureCheck([old]).verify(clearSigned: keys[0].clearSign(Self.text, users))
        }
        #expect(error.code == .expired)
    }

    @Test("by a key that is not pinned is refused")
    func pins() throws {
        try withKeys("a", "b") { keys in
            let signed = try keys[0].clearSign(Self.text)
            #expect(
                try check(keys, [keys[0].fingerprint.lowercased()]).verify(clearSigned: signed).bytes
                    == bytes(Self.text)
            )
            let error = try refusal { _ = try check(keys, [keys[1].fingerprint]).verify(clearSigned: signed) }
            #expect(error.code == .untrusted && error.cause.contains("not pinned"))
            #expect(try refusal { _ = try check(keys, ["1234"]) }.code == .invalid)
        }
    }

    @Test("does not hold for one byte that was changed")
    func bad() throws {
        try withKeys("a") { keys in
            let error = try refusal { _ = try check(keys).verify(clearSigned: changed(keys[0].clearSign(Self.text))) }
            #expect(error.code == .badSignature && error.cause.contains(keys[0].number))
        }
    }

    @Test("by a key that has expired, or that expired itself, is told")
    func expired() throws {
        let old = try SigningKey("old", at: "20200101T000000", lasting: "30d")
        defer { old.end() }
        let key = try refusal { _ = try check([old]).verify(clearSigned: old.clearSign(Self.text)) }
        #expect(key.code == .expired && key.cause.contains("a key that has expired"))
        let past = try SigningKey("past", at: "20200101T000000")
        defer { past.end() }
        let signed = try past.clearSign(Self.text, ["--default-sig-expire", "1d"])
        let signature = try refusal { _ = try check([past]).verify(clearSigned: signed) }
        #expect(signature.code == .expired && signature.cause.contains("a signature by"))
    }

    @Test("with SHA-1 can be forged")
    func weak() throws {
        try withKeys("a") { keys in
            let signed = try keys[0].clearSign(Self.text, ["--digest-algo", "SHA1", "--allow-weak-digest-algos"])
            let error = try refusal { _ = try check(keys).verify(clearSigned: signed) }
            #expect([.untrusted, .badSignature].contains(error.code), "\(error)")
        }
    }

    @Test("has no text beside what is signed", arguments: ["before", "after", "twice"])
    func surroundings(place: String) throws {
        try withKeys("a") { keys in
            let signed = try keys[0].clearSign(Self.text)
            let extra = bytes("Origin: forged\n")
            let hostile = place == "before" ? extra + signed : place == "after" ? signed + extra : signed + signed
            #expect(try refusal { _ = try check(keys).verify(clearSigned: hostile) }.code == .malformed)
            #expect(try check(keys).verify(clearSigned: signed + bytes("\n\n")).bytes == bytes(Self.text))
        }
    }

    @Test("is missing from a plain Release, a web page is none, and a file without one is unsigned")
    func unsigned() throws {
        try withKeys("a") { keys in
            let check = try check(keys)
            #expect(try refusal { _ = try check.verify(clearSigned: bytes(Self.text)) }.code == .unsigned)
            #expect(try refusal { _ = try check.verify(clearSigned: bytes("<html>Log in</html>")) }.code == .foreign)
            for signature in ["", "<html>", Self.text] {
                #expect(try refusal { _ = try check.verify(bytes("x"), signature: bytes(signature)) }.code == .unsigned)
            }
        }
    }

    @Test("beside it that is a signed text itself says nothing of the Release")
    func wrapped() throws {
        try withKeys("a") { keys in
            let forged = bytes("Suite: forged\n")
            let wrapped = try keys[0].wrap("genuine\n")
            #expect(try refusal { _ = try check(keys).verify(forged, signature: wrapped) }.code == .unsigned)
            let signed = try keys[0].clearSign("genuine\n")
            #expect(try refusal { _ = try check(keys).verify(forged, signature: signed) }.code == .badSignature)
            // The label does not tell what is in it.
            let label = String(decoding: try keys[0].wrap("genuine\n"), as: UTF8.self)
                .split(separator: "PGP MESSAGE", omittingEmptySubsequences: false).joined(separator: "PGP SIGNATURE")
            #expect(try refusal { _ = try check(keys).verify(forged, signature: bytes(label)) }.code == .unsigned)
        }
    }

    @Test("cannot be checked without gpgv, and that says what to install")
    func noVerifier() throws {
        try withKeys("a") { keys in
            let ring = try Keyring(keys[0].keyring(), name: "a.gpg")
            let check = try SignatureCheck([ring], program: GPGV(at: AbsolutePath("/nonexistent/gpgv")))
            let error = try refusal { _ = try check.verify(clearSigned: keys[0].clearSign("x\n")) }
            #expect(error.code == .noVerifier && error.hint == "Install it: apt-get install gpgv")
        }
    }

    private func changed(_ signed: [UInt8]) throws -> [UInt8] {
        var signed = signed
        signed[try #require(signed.firstRange(of: Array("stable".utf8))).lowerBound] ^= 1
        return signed
    }
}
