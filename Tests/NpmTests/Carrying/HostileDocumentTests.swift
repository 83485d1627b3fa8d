import Posix
import TestSupport
import Testing
import Transfer

@testable import Npm

/// Documents that are hard to take, and must not stand in the way of what comes after them.
@Suite(.memoryDirectory) struct HostileDocumentTests {
    private static let nested = "\(String(repeating: "[", count: 61))\(String(repeating: "]", count: 61))"

    @Test(
        "a version that waits for its tarball may hold any number, at any depth, and comes as it was sent",
        arguments: [#""x":1e999"#, #""x":-1E+400"#, #""x":12345678901234567890.10"#, "\"x\":\(nested)"]
    )
    func awaited(_ member: String) async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("lodash", "1.0.0")
        let document = try #require(try near.text("lodash/package.json"))
        let mark = #""version": "1.0.0","#
        try near.write("lodash/package.json", document.replacing(mark, with: "\(mark)\(member),"))
        let first = try await near.archive()
        try #require(try near.text("lodash/package.json")?.contains(member) == true)
        let text = try #require(try near.text("lodash/package.json"))
        try near.write("lodash/lodash-1.1.0.tgz", "lodash@1.1.0")
        let object = PackumentFixture.object("lodash", "1.1.0", content: "lodash@1.1.0")
        let versions = "\"versions\": {\"1.1.0\":\(object),"
        try near.write("lodash/package.json", text.replacing("\"versions\": {", with: versions))
        let second = try await near.archive()
        #expect(try await far.apply(second, allowMissing: true).isPartial)
        #expect(try far.versions("lodash") == ["1.1.0"])
        try await far.apply(first)
        #expect(try far.versions("lodash") == ["1.0.0", "1.1.0"])
        #expect(try far.text("lodash/package.json")?.contains(member) == true)
        #expect(try await !far.apply(second).didChange)
    }

    private func tag(_ near: StorageFixture, _ version: String) throws {
        let tags = (0...10_000).map { "\"tag-\($0)\":\"\(version)\"," }.joined()
        let text = try #require(try near.text("lodash/package.json"))
        try near.write("lodash/package.json", text.replacing("\"dist-tags\": {", with: "\"dist-tags\": {\(tags)"))
    }

    @Test("a package with more tags than a reader takes stops the build by name, before anything is packed")
    func tags() async throws {
        let near = try await StorageFixture("near")
        try near.add("lodash", "1.0.0")
        try tag(near, "1.0.0")
        let error = await #expect(throws: TransferError.self) { try await near.build() }
        #expect(error?.code == .refused && error?.subject == "lodash/package.json")
        #expect(error?.hint?.contains("carry.exclude") == true)
        #expect(try near.artifacts.folder.entries().isEmpty)
    }

    @Test("tags of versions that do not travel do not count")
    func otherTags() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("lodash", "1.0.0")
        try tag(near, "9.9.9")
        try await far.apply(near.archive())
        #expect(try far.tags("lodash") == ["latest": "1.0.0"])
    }
}
