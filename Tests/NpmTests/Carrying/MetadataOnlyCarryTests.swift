import Posix
import Reporting
import TestSupport
import Testing
import Transfer
import Trees

@testable import Npm

/// Optional packages of other platforms travel as metadata alone.
@Suite(.memoryDirectory) struct MetadataOnlyCarryTests {
    /// A package with an optional dependency for each of three platforms, of which only ours was fetched.
    private func near() async throws -> StorageFixture {
        let near = try await StorageFixture("near")
        let names = ["linux-x64", "darwin-arm64", "win32-x64"]
        let optional = names.map { #""@swift/\#($0)":"^1.0.0""# }.joined(separator: ",")
        try near.add("swift", "1.0.0", extra: #""optionalDependencies":{\#(optional)}"#)
        for name in names {
            let parts = name.split(separator: "-")
            let extra = #""os":["\#(parts[0])"],"cpu":["\#(parts[1])"]"#
            try near.add("@swift/\(name)", "1.0.0", fetched: name == "linux-x64", extra: extra)
        }
        return near
    }

    @Test("they travel, are listed without a tarball, and survive replays and later archives")
    func surviving() async throws {
        let (near, far) = (try await near(), try await StorageFixture("far"))
        let archive = try await near.archive()
        #expect(try await far.apply(archive).merged == 4)
        #expect(try far.versions("@swift/darwin-arm64") == ["1.0.0"])
        #expect(try far.text("@swift/darwin-arm64/darwin-arm64-1.0.0.tgz") == nil)
        let again = try far.stage(archive)
        #expect(try await far.engine.plan(again, reporter: .silent).isContained)
        #expect(try await !far.apply(again).didChange)
        try near.add("other", "1.0.0")
        let later = try await far.apply(near.archive())
        #expect(!later.isPartial && later.merged == 1)
        #expect(try far.versions("@swift/win32-x64") == ["1.0.0"])
    }

    @Test("a site that has none of them is told which documents are missing")
    func missing() async throws {
        let (near, far) = (try await near(), try await StorageFixture("far"))
        try await far.apply(near.archive())
        try far.remove("@swift/win32-x64")
        try near.add("other", "1.0.0")
        let archive = try await near.archive()
        let error = await #expect(throws: TransferError.self) { try await far.apply(archive) }
        #expect(error?.code == .missingBase && error?.details == ["@swift/win32-x64/package.json"])
    }

    @Test("a repository without platforms serves all: nothing is metadata alone")
    func allPlatforms() async throws {
        var near = try await near()
        near.platforms = []
        let packages = try await near.build().manifest?.files.map(\.entry.package) ?? []
        #expect(Set(packages) == ["swift", "@swift/linux-x64"])
    }

    @Test("fetched later, one becomes a version like any other")
    func fetchedLater() async throws {
        let (near, far) = (try await near(), try await StorageFixture("far"))
        try await far.apply(near.archive())
        try near.add("@swift/win32-x64", "1.0.0", extra: #""os":["win32"],"cpu":["x64"]"#)
        #expect(try await far.apply(near.archive()).placed == 1)
        #expect(try far.versions("@swift/win32-x64") == ["1.0.0"])
        #expect(try await far.collect().folder("@swift/win32-x64")?.files.map(\.state) == [.whole])
    }
}
