import Crypto
import JSON
import Persistence
import Posix
import SQLite
import TestSupport
import Testing
import Transfer
import Trees

@testable import Npm

/// A document that Verdaccio serves, however odd, and what becomes of it.
struct OddDocument: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Changes the text of `lodash/package.json`.
    let change: @Sendable (String) -> String

    init(_ title: String, _ change: @escaping @Sendable (String) -> String) {
        testDescription = title
        self.change = change
    }

    private static let readme = #""readme":"#

    static let all: [OddDocument] = [
        OddDocument("half a character in the readme") { with($0, #""readme":"done \ud83d""#) },
        OddDocument("half a character in a name") { with($0, #""\ud83d":1"#) },
        OddDocument("a member twice") { with($0, #""readme":"x","readme":"y""#) },
        OddDocument("versions twice, the last of them right") { with($0, #""versions":{"9.9.9":{}}"#) },
        OddDocument("a byte order mark") { "\u{FEFF}" + $0 },
        OddDocument("80 levels in a member of the document") { with($0, #""config":"# + nested(80)) },
        OddDocument("80 levels in a version") { inVersion($0, #""config":"# + nested(80)) },
        OddDocument("numbers beyond double") { inVersion($0, #""x":1e999,"y":-0,"z":123456789012345678901234567890"#) },
        OddDocument("users as a list") { with($0, #""users":[]"#) },
        OddDocument("bookkeeping as text") { without($0, "_distfiles", "_uplinks", "_attachments", "\"x\"") },
        OddDocument("bookkeeping as lists") { without($0, "_distfiles", "_uplinks", "_attachments", "time", "[]") },
        OddDocument("sections that are null") { without($0, "_distfiles", "_attachments", "time", "_rev", "null") },
        OddDocument("nothing but versions") { text in
            let versions = value(text, "versions")
            return "{\"name\":\"lodash\",\"versions\":\(versions)}"
        },
        OddDocument("no name at all") { $0.replacing(#""name":"lodash","_distfiles""#, with: #""_distfiles""#) },
        OddDocument("a name that is null") { without($0, "name", "null") },
        OddDocument("versions beside it that are none") { text in
            text.replacing("\"versions\":{", with: #""versions":{"0.1.0":null,"0.2.0":"x","0.3.0":{"dist":null},"#)
        },
        OddDocument("a time that is no date") { $0.replacing("2025-06-01T00:00:00.000Z", with: "yesterday") },
        OddDocument("a version that does not say its name") {
            $0.replacing(#"{"name":"lodash","version""#, with: #"{"version""#)
        },
        OddDocument("a version that is _id and dist alone") {
            $0.replacing(#"{"name":"lodash","version":"1.0.0","#, with: #"{"_id":"lodash@1.0.0","#)
        },
        OddDocument("a version whose name is a number") {
            $0.replacing(#"{"name":"lodash","version":"1.0.0""#, with: #"{"name":1,"version":null"#)
        },
        OddDocument("a version that calls itself v1.0.0") {
            $0.replacing(#""version":"1.0.0""#, with: #""version":"v1.0.0""#)
        },
        OddDocument("a version that calls itself =1.0.0") {
            $0.replacing(#""version":"1.0.0""#, with: #""version":" =1.0.0""#)
        },
        OddDocument("tags as lists") { $0.replacing(#"{"latest":"1.0.0"}"#, with: #"{"latest":["0.9.0","1.0.0"]}"#) },
        OddDocument("tags of any type") {
            $0.replacing(#"{"latest":"1.0.0"}"#, with: #"{"latest":"1.0.0","a":[],"b":null,"c":{},"d":[1]}"#)
        },
        OddDocument("a relative address") {
            $0.replacing("https://registry.example/lodash/-/", with: "/lodash/-/")
        },
        OddDocument("a bare file name for an address") {
            $0.replacing("https://registry.example/lodash/-/", with: "")
        },
        OddDocument("an address with a password") {
            $0.replacing("https://registry.example/", with: "https://me:secret@registry.example:8443/")
        },
        OddDocument("an address with query and fragment") {
            $0.replacing("lodash-1.0.0.tgz\"}", with: "lodash-1.0.0.tgz?token=/a#/b\"}")
        },
        OddDocument("no digest at all") { $0.replacing(#/"integrity":"[^"]*","shasum":"[^"]*",/#, with: "") },
        OddDocument("a digest that nobody knows") {
            $0.replacing(#/"integrity":"[^"]*","shasum":"[^"]*",/#, with: #""integrity":"md5-AAAA","#)
        },
        OddDocument("SHA-384 alone") { digests($0, "sha384-\(SHA384.hash(Array("lodash@1.0.0".utf8)).base64)") },
        OddDocument("SHA-256 alone") { digests($0, "sha256-\(SHA256.hash(Array("lodash@1.0.0".utf8)).base64)") },
        OddDocument("several digests") {
            digests(
                $0,
                "md5-x sha256-\(SHA256.hash([]).base64) sha384-\(SHA384.hash(Array("lodash@1.0.0".utf8)).base64)"
            )
        },
    ]

    private static func nested(_ levels: Int) -> String {
        String(repeating: "{\"a\":", count: levels) + "1" + String(repeating: "}", count: levels)
    }

    /// The document with one more member, before the others.
    private static func with(_ text: String, _ member: String) -> String { "{\(member)," + text.dropFirst() }

    private static func inVersion(_ text: String, _ member: String) -> String {
        text.replacing(#""version":"1.0.0""#, with: "\"version\":\"1.0.0\",\(member)")
    }

    /// The value of a member of a document without white space.
    private static func value(_ text: String, _ name: String) -> String {
        let value = (try? JSONValue(parsing: Array(text.utf8)))?[name] ?? .null
        return String(decoding: value.encoded(), as: UTF8.self)
    }

    /// The document whose members of those names, all but the last, have the last for a value.
    private static func without(_ text: String, _ names: String...) -> String {
        guard let document = try? JSONValue(parsing: Array(text.utf8)), let last = names.last,
            let other = try? JSONValue(parsing: Array(last.utf8))
        else { return text }
        let members = (document.objectValue ?? []).map { names.dropLast().contains($0.0) ? ($0.0, other) : $0 }
        return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
    }

    private static func digests(_ text: String, _ integrity: String) -> String {
        text.replacing(#/"integrity":"[^"]*","shasum":"[^"]*",/#, with: "\"integrity\":\"\(integrity)\",")
    }
}

/// What Verdaccio serves, we carry.
@Suite(.memoryDirectory) struct OddStorageTests {
    private func near(_ change: (String) -> String) async throws -> StorageFixture {
        let near = try await StorageFixture("near")
        for name in ["lodash", "plain"] { try near.add(name, "1.0.0") }
        let document = try JSONValue(parsing: Array(try #require(try near.text("lodash/package.json")).utf8))
        try near.write("lodash/package.json", change(String(decoding: document.encoded(), as: UTF8.self)))
        return near
    }

    @Test("what is odd of a document does not keep its package at home", arguments: OddDocument.all)
    func carried(_ document: OddDocument) async throws {
        let near = try await near(document.change)
        let far = try await StorageFixture("far")
        let archive = try await near.archive()
        let result = try await far.apply(archive)
        #expect(!result.isPartial)
        // Whatever arrives is strict, and says what clients need.
        let packument = try #require(try far.packument("lodash"))
        #expect(packument.versions.map(\.version) == ["1.0.0"] && packument.versions.allSatisfy { $0.problem == nil })
        #expect(packument.tagTable == ["latest": "1.0.0"] && packument.attachments.map(\.file) == ["lodash-1.0.0.tgz"])
        #expect(packument.versions.first?.edits.isEmpty == true)
        #expect(try far.text("lodash/package.json")?.contains("secret") == false)
        #expect(try await !far.apply(archive).didChange)
        #expect(try await near.build().artifact == nil)
        #expect(try await near.findings().allSatisfy { NpmFinding($0) == .unverifiable })
    }

    @Test("the near registry shows it to clients in the same way", arguments: OddDocument.all)
    func shown(_ document: OddDocument) async throws {
        let near = try await near(document.change)
        let bytes = Array(try #require(try near.text("lodash/package.json")).utf8)
        let packument = try Packument(reading: bytes, of: PackageName("lodash"))
        let forms = [
            TarballURLs.rewrite(packument, base: "http://h"), AbbreviatedPackument.render(packument, base: "http://h"),
        ]
        for form in forms {
            let text = String(decoding: form, as: UTF8.self).replacing("1e999", with: "1e99")
            let shown = try JSONValue(parsing: Array(text.utf8), duplicateKeys: .reject)
            let version = shown["versions"]?["1.0.0"]
            #expect(version?["name"] == "lodash" && version?["version"] == "1.0.0")
            #expect(version?["dist"]?["tarball"] == "http://h/lodash/-/lodash-1.0.0.tgz")
            #expect(shown["dist-tags"] == ["latest": "1.0.0"])
            #expect(shown["versions"]?.objectValue?.allSatisfy { $0.1.objectValue != nil } == true)
            for name in ["time", "users"] { #expect(shown[name].map { $0.objectValue != nil } ?? true) }
        }
    }

    @Test(
        "a file is what dist.tarball ends in, whatever that is",
        arguments: [
            "da39a3ee5e6b4b0d3255bfef95601890afd80709", "lodash-1.0.0.tar.gz", "download", "a b.tgz", "ünïcode",
            "1.0.0",
            "lodash-1.0.0.tgz.~1~",
        ]
    )
    func names(_ name: String) async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("lodash", "1.0.0")
        let address = name.replacing(" ", with: "%20")
        let text = try #require(try near.text("lodash/package.json"))
        try near.write("lodash/package.json", text.replacing("lodash-1.0.0.tgz", with: address))
        try near.remove("lodash/lodash-1.0.0.tgz")
        try near.write("lodash/\(name)", "lodash@1.0.0")
        try near.edit("lodash") { $0.set("_attachments", name, ["shasum": "x"]) }
        let archive = try await near.archive()
        #expect(try await near.findings().filter { $0.path == "lodash/\(name)" }.isEmpty)
        try await far.apply(archive)
        #expect(try far.text("lodash/\(name)") == "lodash@1.0.0" && far.versions("lodash") == ["1.0.0"])
        #expect(try await far.collect().folder("lodash")?.files.map(\.state) == [.whole])
        #expect(try await far.collect().read == 0)
        #expect(try await !far.apply(archive).didChange)
        try near.add("lodash", "1.1.0")
        try await far.apply(near.archive())
        #expect(try far.versions("lodash") == ["1.0.0", "1.1.0"])
    }

    @Test(
        "what stays behind all the same has one true reason",
        arguments: [
            (
                #""name":"lodash","version":"1.0.0""#, #""name":"other","version":"1.0.0""#,
                "is of version 1.0.0, which names another package"
            ),
            (
                #""name":"lodash","version":"1.0.0""#, #""name":"lodash","version":"1.0.1""#,
                "is of version 1.0.0, which names another version"
            ),
            (
                #""versions":{"1.0.0""#, #""versions":{"one""#,
                "is of version one, which is not a version that npm can read"
            ),
            (#""dist":{"#, #""dust":{"#, "is named by no version"),
            (#""tarball":"#, #""tarboll":"#, "is named by no version"),
            ("lodash-1.0.0.tgz", ".hidden.tgz", "is named by no version"),
        ]
    )
    func reasons(_ old: String, _ new: String, _ reason: String) async throws {
        let near = try await near { $0.replacing(old, with: new) }
        let result = try await near.build()
        let warnings = result.warnings.filter { $0.hasPrefix("lodash/lodash-1.0.0.tgz ") }
        #expect(warnings == ["lodash/lodash-1.0.0.tgz \(reason)"])
    }

    @Test("a tarball that its SHA-256 or SHA-384 contradicts is a finding, now and after an unchanged collect")
    func mismatch() async throws {
        for digest in ["sha256-\(SHA256.hash([]).base64)", "sha384-\(SHA384.hash([]).base64)"] {
            let near = try await near {
                $0.replacing(#/"integrity":"[^"]*","shasum":"[^"]*",/#, with: "\"integrity\":\"\(digest)\",")
            }
            for deep in [false, true] {
                try await near.collect(deep: deep)
                #expect(try await near.findings().map(NpmFinding.init) == [.mismatch])
            }
        }
    }

    @Test("of versions that name one file, the one whose digest fits travels, and the others are told")
    func sharedName() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        for version in ["1.0.0", "1.1.0", "1.2.0"] { try near.add("lodash", version) }
        let text = try #require(try near.text("lodash/package.json"))
        try near.write("lodash/package.json", text.replacing(#/lodash-1\.[012]\.0\.tgz/#, with: "tarball"))
        for version in ["1.0.0", "1.1.0", "1.2.0"] { try near.remove("lodash/lodash-\(version).tgz") }
        try near.write("lodash/tarball", "lodash@1.1.0")
        let reason = "has a tarball that does not fit its integrity"
        let result = try await near.build()
        #expect(result.warnings == ["lodash/package.json leaves out 1.0.0 (\(reason)), 1.2.0 (\(reason))"])
        try await far.apply(near.archive(result))
        #expect(try far.versions("lodash") == ["1.1.0"] && far.text("lodash/tarball") == "lodash@1.1.0")
    }

    @Test("a package whose metadata would be too long to travel stays at home, and nothing else does")
    func tooLong() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        for name in ["lodash", "plain"] { try near.add(name, "1.0.0") }
        let text = try #require(try near.text("lodash/package.json"))
        let readme = String(repeating: "x", count: 65 << 20)
        try near.write("lodash/package.json", "{\"readme\":\"\(readme)\"," + text.dropFirst())
        let result = try await near.build()
        #expect(result.warnings.count == 1 && result.report.leftBehind.map(\.kind) == ["too-long"])
        #expect(result.warnings.first?.hasPrefix("lodash/package.json would be over 64 MiB as it travels") == true)
        try await far.apply(near.archive(result))
        #expect(try far.versions("plain") == ["1.0.0"] && far.text("lodash/lodash-1.0.0.tgz") == nil)
    }

    @Test("a tarball that nothing vouches for is told, and travels")
    func unverifiable() async throws {
        let near = try await near { $0.replacing(#/"integrity":"[^"]*","shasum":"[^"]*",/#, with: "") }
        let result = try await near.build()
        let sentence = "lodash/lodash-1.0.0.tgz cannot be checked: version 1.0.0 states no digest"
        #expect(result.warnings == [sentence])
    }

    @Test("what an index of an earlier version could not read is read again")
    func outdated() async throws {
        let near = try await near { $0 }
        try await near.collect()
        try await near.collector.index.database.write { connection in
            try connection.execute("UPDATE packages SET sha512 = NULL, facts = X'' WHERE name = 'lodash'")
            try connection.execute(
                "UPDATE packages SET facts = ? WHERE name = 'plain'",
                [.blob(Array(#"{"facts":1}"#.utf8))]
            )
            // Of the form of the facts, too.
            try connection.execute("UPDATE packages SET fingerprint = zeroblob(32)")
        }
        #expect(try await near.collect().read == 2)
        #expect(try await near.collect().read == 0)
    }
}
