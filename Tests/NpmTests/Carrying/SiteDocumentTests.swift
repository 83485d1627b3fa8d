import JSON
import Posix
import TestSupport
import Testing
import Transfer

@testable import Npm

/// Documents of the far side that are odd, or that nobody can read.
@Suite(.memoryDirectory) struct SiteDocumentTests {
    /// A far side that published one version of the package that an archive brings.
    private func sides() async throws -> (near: StorageFixture, far: StorageFixture) {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        for name in ["lodash", "express"] { try near.add(name, "1.0.0") }
        try far.add("lodash", "1.0.1-plant.1", content: "ours", tag: "plant")
        return (near, far)
    }

    @Test("what JSON.parse reads of the site's is read, and survives", arguments: OddDocument.all)
    func odd(_ document: OddDocument) async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("lodash", "2.0.0")
        try far.add("lodash", "1.0.0")
        let text = try JSONValue(parsing: Array(try #require(try far.text("lodash/package.json")).utf8)).encoded()
        try far.write("lodash/package.json", document.change(String(decoding: text, as: UTF8.self)))
        let archive = try await near.archive()
        #expect(try await !far.apply(archive).isPartial)
        #expect(try far.versions("lodash") == ["1.0.0", "2.0.0"])
        #expect(try far.text("lodash/lodash-1.0.0.tgz") == "lodash@1.0.0")
        #expect(try await !far.apply(archive).didChange)
    }

    @Test(
        "a document of the site's that cannot be read stays, and what lies beside it is named",
        arguments: ["", "{", "[]", #"{"name":"other"}"#, #"{"name":"lodash","versions":{"1.0.1-plant.1":"#, "\u{0}"]
    )
    func unreadable(_ text: String) async throws {
        let (near, far) = try await sides()
        try far.write("lodash/package.json", text)
        let archive = try await near.archive()
        for _ in 0..<2 {
            let result = try await far.apply(archive)
            #expect(result.isPartial && result.missing.isEmpty && result.conflicts.count == 1)
            let conflict = try #require(result.conflicts.first)
            #expect(conflict.hasPrefix("lodash/package.json: ") && conflict.contains("lodash-1.0.1-plant.1.tgz"))
            #expect(!conflict.contains("lodash-1.0.0.tgz"))
            #expect(try far.text("lodash/package.json") == text && far.versions("express") == ["1.0.0"])
        }
        #expect(try far.text("lodash/lodash-1.0.1-plant.1.tgz") == "ours")
        try near.add("express", "1.1.0")
        #expect(try await !far.apply(near.archive()).isPartial, "it holds up no later archive")
        try far.remove("lodash/package.json")
        try far.add("lodash", "1.0.1-plant.1", content: "ours", tag: "plant")
        #expect(try await !far.apply(archive).isPartial)
        #expect(try far.versions("lodash") == ["1.0.0", "1.0.1-plant.1"])
    }

    @Test("so does one that is a link or a folder", arguments: ["link", "folder"])
    func noFile(_ kind: String) async throws {
        let (near, far) = try await sides()
        try far.remove("lodash/package.json")
        if kind == "link" {
            try far.write("elsewhere", #"{"name":"lodash"}"#)
            try far.link("lodash/package.json", to: "../elsewhere")
        } else {
            try far.storage.makeDirectories(RelativePath("lodash/package.json"))
        }
        let archive = try await near.archive()
        for _ in 0..<2 {
            let result = try await far.apply(archive)
            #expect(result.isPartial && result.conflicts.count == 1)
            #expect(result.conflicts.first?.contains("lodash-1.0.1-plant.1.tgz") == true)
            #expect(try far.versions("express") == ["1.0.0"])
        }
        if kind == "link" { #expect(try far.text("elsewhere") == #"{"name":"lodash"}"#) }
    }

    @Test("a package's folder that is a link is kept, and nothing is written through it")
    func linkedFolder() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        for name in ["lodash", "@acme/ui"] { try near.add(name, "1.0.0") }
        try near.add("express", "1.0.0")
        try far.add("own", "1.0.0")
        try far.write("other/x", "x")
        try far.link("lodash", to: "other")
        try far.link("@acme", to: "other")
        let result = try await far.apply(near.archive())
        #expect(result.isPartial && result.conflicts.count == 2 && result.placed == 1)
        #expect(try far.storage.subdirectory(RelativePath("other")).entries().map(\.name) == ["x"])
    }

    @Test("a document that only an archive ever brought is replaced when it cannot be read")
    func replaced() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("lodash", "1.0.0")
        try await far.apply(near.archive())
        try far.write("lodash/package.json", "{ half")
        try near.add("lodash", "1.1.0")
        #expect(try await !far.apply(near.archive()).isPartial)
        #expect(try far.versions("lodash") == ["1.0.0", "1.1.0"])
    }

    @Test("a version of the site whose file has an odd name is kept", arguments: ["0a1b2c", "lodash.tar.gz"])
    func oddName(_ name: String) async throws {
        let (near, far) = try await sides()
        let text = try #require(try far.text("lodash/package.json"))
        try far.write("lodash/package.json", text.replacing("lodash-1.0.1-plant.1.tgz", with: name))
        try far.remove("lodash/lodash-1.0.1-plant.1.tgz")
        try far.write("lodash/\(name)", "ours")
        let archive = try await near.archive()
        let result = try await far.apply(archive)
        #expect(!result.isPartial)
        #expect(try far.versions("lodash") == ["1.0.0", "1.0.1-plant.1"])
        #expect(try far.tags("lodash") == ["latest": "1.0.0", "plant": "1.0.1-plant.1"])
        #expect(try await !far.apply(archive).didChange)
    }

    @Test("a document of the site over 64 MiB is merged like any other")
    func long() async throws {
        let (near, far) = try await sides()
        let text = try #require(try far.text("lodash/package.json"))
        let readme = String(repeating: "x", count: 65 << 20)
        try far.write("lodash/package.json", "{\"readme\":\"\(readme)\"," + text.dropFirst())
        #expect(try await !far.apply(near.archive()).isPartial)
        let bytes = try far.storage.open(RelativePath("lodash/package.json")).readAll(limit: 256 << 20)
        let packument = try Packument(reading: bytes, of: PackageName("lodash"))
        #expect(packument.versionNames == ["1.0.0", "1.0.1-plant.1"])
    }
}
