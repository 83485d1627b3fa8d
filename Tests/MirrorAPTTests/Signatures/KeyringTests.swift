import MirrorAPT
import Posix
import TestSupport
import Testing

@Suite("A keyring", .temporaryDirectory, .needs("gpg", "gpgv", "gpgconf"))
struct KeyringTests {
    @Test("as text is the same as binary")
    func armor() throws {
        try withKeys("a") { keys in
            let text = try keys[0].keyring(armored: true)
            #expect(try Keyring(text, name: "a") == Keyring(keys[0].keyring(), name: "a"))
            let windows = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            let crlf = Array(("of Example:\r\n" + windows.joined(separator: "\r\n")).utf8)
            #expect(try Keyring(crlf, name: "a") == Keyring(text, name: "a"))
        }
    }

    @Test("that is damaged is refused by its name")
    func damaged() throws {
        try withKeys("a") { keys in
            let text = try keys[0].keyring(armored: true)
            var changed = text
            changed[text.count / 2] = changed[text.count / 2] == 0x41 ? 0x42 : 0x41
            for bytes in [changed, Array(text.dropLast(40)), Array(text.prefix(60))] {
                let error = try refusal { _ = try Keyring(bytes, name: "keys/a.asc") }
                #expect(error.code == .keyring && error.subject == "keys/a.asc")
            }
        }
    }

    @Test("is nothing else", arguments: ["", "hello", "<html>", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n"])
    func foreign(text: String) throws {
        #expect(try refusal { _ = try Keyring(Array(text.utf8), name: "a") }.code == .keyring)
    }

    @Test("is read from a file, and one that is missing says so")
    func file() throws {
        try withKeys("a") { keys in
            let bytes = try keys[0].keyring()
            let path = try AbsolutePath("\(TemporaryDirectory.current)/a.gpg")
            try Directory(opening: path.parent).create(RelativePath("a.gpg")).write(bytes)
            #expect(try Keyring(opening: path) == Keyring(bytes, name: path.string))
            let missing = try AbsolutePath("\(TemporaryDirectory.current)/b.gpg")
            let error = try refusal { _ = try Keyring(opening: missing) }
            #expect(error.code == .keyring && error.cause.contains("No such file"))
        }
    }

    @Test("must be there where signatures are to be checked")
    func none() throws {
        #expect(try refusal { _ = try SignatureCheck([]) }.code == .invalid)
    }
}
