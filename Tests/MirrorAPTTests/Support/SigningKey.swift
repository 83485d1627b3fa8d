import MirrorAPT
import Posix
import TestSupport
import Testing

/// A key made for one test, by the real gpg in a folder of its own.
struct SigningKey {
    let fingerprint: String
    private let home: String
    private let options: [String]

    /// Makes a key that signs; `at` is when, as gpg takes it for the present, and `lasting` for how long it is valid.
    init(_ name: String, at time: String? = nil, lasting: String = "never") throws {
        home = "\(TemporaryDirectory.current)/\(name)"
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try folder.makeDirectories(RelativePath(name), mode: 0o700)
        options =
            ["--batch", "--yes", "--no-tty", "--passphrase", ""] + (time.map { ["--faked-system-time", $0] } ?? [])
        let address = "\(name) <\(name)@example.org>"
        try Self.run(home, options + ["--quick-gen-key", address, "ed25519", "sign", lasting])
        let keys = try Self.run(home, ["--batch", "--with-colons", "--list-keys"])
        let line = try #require(keys.split(separator: "\n").first { $0.hasPrefix("fpr:") })
        fingerprint = String(
            try #require(line.split(separator: ":", omittingEmptySubsequences: false).dropFirst(9).first)
        )
    }

    /// Ends the agent that gpg started for it.
    func end() { _ = try? StockTool("gpgconf").run(["--kill", "all"], in: home, environment: ["GNUPGHOME": home]) }

    /// The last digits of the fingerprint, by which signatures name it.
    var number: String { String(fingerprint.suffix(16)) }

    func keyring(armored: Bool = false) throws -> [UInt8] {
        try Self.run(home, options + ["--output", "\(home)/keyring"] + (armored ? ["--armor"] : []) + ["--export"])
        return try read("keyring")
    }

    /// The same without the keys that it adopted.
    func ownKeyring() throws -> [UInt8] {
        try Self.run(home, options + ["--output", "\(home)/keyring", "--export", fingerprint])
        return try read("keyring")
    }

    func clearSign(_ text: String, _ more: [String] = []) throws -> [UInt8] { try sign(text, ["--clearsign"], more) }

    func detach(_ text: String, _ more: [String] = ["--armor"]) throws -> [UInt8] {
        try sign(text, ["--detach-sign"], more)
    }

    /// Signs the text within the signature's file, not beside it.
    func wrap(_ text: String) throws -> [UInt8] { try sign(text, ["--armor", "--sign"], []) }

    /// Adds the secret key of another one, so that both sign.
    func adopt(_ other: SigningKey) throws {
        try Self.run(other.home, other.options + ["--output", "\(other.home)/secret", "--export-secret-keys"])
        try Self.run(home, options + ["--import", "\(other.home)/secret"])
    }

    private func sign(_ text: String, _ how: [String], _ more: [String]) throws -> [UInt8] {
        try Self.run(home, options + ["--output", "\(home)/signed"] + more + how, input: text)
        return try read("signed")
    }

    private func read(_ name: String) throws -> [UInt8] {
        try Directory(opening: AbsolutePath(home)).open(RelativePath(name)).readAll(limit: 1 << 22)
    }

    @discardableResult
    private static func run(_ home: String, _ arguments: [String], input: String = "") throws -> String {
        let outcome = try StockTool("gpg").run(arguments, in: home, environment: ["GNUPGHOME": home], input: input)
        try #require(outcome.status == 0, "gpg \(arguments): \(outcome.complaints)")
        return outcome.output
    }
}

/// Makes keys for a test, and ends their agents after it.
func withKeys(_ names: String..., body: ([SigningKey]) throws -> Void) throws {
    let keys = try names.map { try SigningKey($0) }
    defer { keys.forEach { $0.end() } }
    try body(keys)
}
