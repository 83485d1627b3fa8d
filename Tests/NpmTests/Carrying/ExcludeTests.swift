import Posix
import TestSupport
import Testing
import Transfer

@testable import Npm

/// `carry.exclude` keeps packages at home.
@Suite(.memoryDirectory) struct ExcludeTests {
    private func near() async throws -> StorageFixture {
        var near = try await StorageFixture("near")
        near.excluded = [try PackagePattern("@private/*"), try PackagePattern("secret-*")]
        for name in ["lodash", "@private/ui", "secret-tool"] { try near.add(name, "1.0.0") }
        return near
    }

    @Test("excluded packages do not travel, and nothing is told of them")
    func staying() async throws {
        let near = try await near()
        try near.write("@private/ui/ui-1.0.0.tgz", "rotten")
        try near.write("secret-tool/notes.txt", "stray")
        let result = try await near.build()
        #expect(result.manifest?.files.map(\.entry.path.string) == ["lodash/lodash-1.0.0.tgz", "lodash/package.json"])
        let words =
            [String(decoding: try near.snapshots.load(result.target.id).encoded, as: UTF8.self)] + result.warnings
        #expect(words.allSatisfy { !$0.contains("private") && !$0.contains("secret") })
    }

    @Test("a package that is excluded later is neither deleted elsewhere nor a reason for an archive")
    func later() async throws {
        var near = try await near()
        let patterns = near.excluded
        near.excluded = []
        try await near.build()
        near.excluded = patterns
        #expect(try await near.build().artifact == nil)
        try near.add("lodash", "1.1.0")
        let manifest = try #require(try await near.build().manifest)
        #expect(manifest.deletes.isEmpty && manifest.files.map(\.entry.package) == ["lodash", "lodash"])
    }

    @Test("a package that is excluded and breaks is not held either")
    func broken() async throws {
        var near = try await near()
        let patterns = near.excluded
        near.excluded = []
        try await near.build()
        near.excluded = patterns
        try near.write("@private/ui/ui-1.0.0.tgz", "rotten")
        try near.add("lodash", "1.1.0")
        let result = try await near.build()
        #expect(try near.snapshots.load(result.target.id).entries.map(\.package) == ["lodash", "lodash", "lodash"])
    }
}
