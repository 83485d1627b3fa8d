import JSON
import Posix
import Reporting
import Spooling
import TestSupport
import Testing
import Transfer
import Trees

@testable import Npm

/// A part of a storage that travels for itself: one urgent package with all that it needs.
@Suite(.memoryDirectory) struct PartTests {
    private func near() async throws -> StorageFixture {
        let near = try await StorageFixture("near")
        try near.add("app", "1.0.0", extra: #""dependencies":{"lib":"^1"}"#)
        try near.add("app", "2.0.0", extra: #""dependencies":{"lib":"^2"},"optionalDependencies":{"mac":"*"}"#)
        for version in ["1.0.0", "1.1.0", "2.0.0"] { try near.add("lib", version) }
        try near.add("mac", "1.0.0", fetched: false, extra: #""os":["darwin"]"#)
        try near.add("other", "1.0.0")
        return near
    }

    private func part(_ specs: String..., file: String? = nil) -> BuildRequest {
        BuildRequest(selection: CaptureSelection(specs: specs, file: file.map { Array($0.utf8) }))
    }

    /// Whether both hold the same files, and documents that say the same but for how often they were written.
    private func expectSame(_ left: StorageFixture, _ right: StorageFixture) throws {
        let (ours, theirs) = (try left.picture(), try right.picture())
        #expect(ours.keys.sorted() == theirs.keys.sorted())
        for (path, text) in ours where path.hasSuffix("package.json") {
            let documents = try [text, theirs[path] ?? "{}"].map { text in
                let members = try JSONValue(parsing: Array(text.utf8)).objectValue ?? []
                return RawValue(.object(members.filter { $0.0 != "_rev" }))
            }
            #expect(documents[0].means(documents[1]), "\(path): \(text) and \(theirs[path] ?? "")")
        }
    }

    private func carried(_ result: BuildResult) -> [String] {
        (result.manifest?.files ?? []).map(\.entry.path.string)
    }

    @Test("it carries what is asked for with its closure and its documents, and nothing else")
    func contents() async throws {
        let near = try await near()
        let result = try await near.build(part("app@^2"))
        #expect(result.manifest?.scope == .partial && result.manifest?.base == nil)
        #expect(
            carried(result) == [
                "app/app-2.0.0.tgz", "lib/lib-2.0.0.tgz", "app/package.json", "lib/package.json", "mac/package.json",
            ]
        )
        let far = try await StorageFixture("far")
        let outcome = try await far.apply(near.archive(result))
        #expect(!outcome.isPartial)
        #expect(try far.versions("app") == ["2.0.0"] && far.versions("lib") == ["2.0.0"])
        #expect(try far.versions("mac") == ["1.0.0"])
    }

    @Test("a lockfile brings what it names")
    func lockfile() async throws {
        let near = try await near()
        let lock = """
            {"lockfileVersion":3,"packages":{"node_modules/lib":{"version":"1.0.0"},
            "node_modules/mac":{"version":"1.0.0","optional":true,"os":["darwin"]}}}
            """
        #expect(try await carried(near.build(part(file: lock))) == ["lib/lib-1.0.0.tgz", "lib/package.json"])
    }

    @Test("what is not here is named, all of it, and nothing is built")
    func missing() async throws {
        let near = try await near()
        let error = await #expect(throws: TransferError.self) { try await near.build(part("app@^3", "gone", "lib@1")) }
        #expect(error?.code == .notFound)
        #expect(error?.details == ["app@^3", "gone@*"])
        try near.write("lib/lib-2.0.0.tgz", "broken")
        let broken = await #expect(throws: TransferError.self) { try await near.build(part("lib@2.0.0")) }
        #expect(broken?.subject == "lib@2.0.0")
        let git = await #expect(throws: TransferError.self) { try await near.build(part("x@github:u/x")) }
        #expect(git?.code == .invalid)
        #expect(try await near.artifacts.list().isEmpty)
    }

    @Test("what stays at home does not travel as a part either")
    func excluded() async throws {
        var near = try await near()
        near.excluded = [try PackagePattern("lib")]
        let error = await #expect(throws: TransferError.self) { try await near.build(part("app@2")) }
        #expect(error?.code == .notPermitted && error?.subject == "lib")
        near.excluded = [try PackagePattern("mac")]
        #expect(try await !carried(near.build(part("app@2"))).contains("mac/package.json"))
    }

    @Test("nothing is built upon it: what comes before and after it is as without it")
    func base() async throws {
        let near = try await near()
        let first = try await near.build()
        try near.add("lib", "2.1.0")
        _ = try await near.build(part("lib@2.1.0"))
        #expect(try near.snapshots.list().count == 1)
        let second = try await near.build()
        #expect(second.base == first.target.id)
        #expect(carried(second) == ["lib/lib-2.1.0.tgz", "lib/package.json"])
        #expect(try await near.build().manifest == nil)
    }

    @Test("on a site it adds to what is there; regular archives go on before and after it, and replays change nothing")
    func site() async throws {
        let (near, far) = (try await near(), try await StorageFixture("far"))
        let first = try await near.archive()
        try await far.apply(first)
        try near.add("lib", "2.1.0")
        try near.add("other", "1.1.0")
        let urgent = try await near.archive(part("lib@2.1.0"))
        try await far.apply(urgent)
        #expect(try far.versions("lib") == ["1.0.0", "1.1.0", "2.0.0", "2.1.0"])
        #expect(try far.versions("other") == ["1.0.0"])
        #expect(try await !far.apply(urgent).didChange)
        #expect(try await !far.apply(first).didChange)
        let second = try await near.archive()
        #expect(try await !far.apply(second).isPartial)
        #expect(try far.versions("other") == ["1.0.0", "1.1.0"])
        #expect(try far.tags("lib") == ["latest": "2.1.0"])
        #expect(try await !far.apply(urgent).didChange)
        let whole = try await StorageFixture("whole")
        try await whole.apply(near.archive(BuildRequest(baseline: .none)))
        try expectSame(far, whole)
    }

    @Test("the first thing that a site gets may be a part; the regular archive after it brings the rest")
    func first() async throws {
        let (near, far) = (try await near(), try await StorageFixture("far"))
        try await far.apply(near.archive(part("app@1")))
        #expect(try far.versions("lib") == ["1.1.0"])
        let regular = try await near.archive()
        #expect(try await !far.apply(regular).isPartial)
        #expect(try far.versions("lib") == ["1.0.0", "1.1.0", "2.0.0"])
        let whole = try await StorageFixture("whole")
        try await whole.apply(regular)
        try expectSame(far, whole)
    }

    @Test("a dry run says what would travel")
    func dryRun() async throws {
        let near = try await near()
        let request = BuildRequest(dryRun: true, selection: CaptureSelection(specs: ["lib@1.0.0"]))
        let result = try await near.build(request)
        #expect(result.artifact == nil && carried(result) == ["lib/lib-1.0.0.tgz", "lib/package.json"])
    }
}
