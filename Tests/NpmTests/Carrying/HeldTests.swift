import JSON
import Posix
import Reporting
import TestSupport
import Testing
import Transfer

@testable import Npm

/// Broken is not removed.
@Suite(.memoryDirectory) struct HeldTests {
    private static let tarball = "lodash/lodash-1.0.0.tgz"

    /// Two sides that hold `lodash` 1.0.0, and `express` to make further archives with.
    private func sides() async throws -> (near: StorageFixture, far: StorageFixture) {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("lodash", "1.0.0")
        for version in 0..<20 { try near.add("express", "1.\(version).0") }
        try await far.apply(near.archive())
        return (near, far)
    }

    @Test(
        "a tarball that breaks at the near side stays whole at the far side, and travels again once repaired",
        arguments: ["bytes", "empty", "missing", "folder", "in flight"]
    )
    func broken(_ damage: String) async throws {
        let (near, far) = try await sides()
        switch damage {
        case "bytes": try near.write(Self.tarball, "rotten")
        case "empty": try near.write(Self.tarball, "")
        case "missing": try near.remove(Self.tarball)
        case "folder":
            try near.remove(Self.tarball)
            try near.storage.makeDirectories(RelativePath(Self.tarball))
        default:
            try near.edit("lodash") { $0.set("_attachments", "other.tgz", [:]) }
            try near.remove(Self.tarball)
            try near.write("\(Self.tarball).tmp-123", "half")
        }
        try near.add("express", "2.0.0")
        let staged = try await far.stage(near.archive())
        #expect(staged.head.target.entries.filter(\.held).map(\.path.string) == [Self.tarball])
        #expect(staged.head.manifest.deletes.isEmpty)
        let result = try await far.apply(staged)
        #expect(!result.isPartial && result.placed == 1)
        #expect(try far.text(Self.tarball) == "lodash@1.0.0" && far.versions("lodash") == ["1.0.0"])

        try near.remove(Self.tarball)
        try near.remove("\(Self.tarball).tmp-123")
        try near.add("lodash", "1.0.0")
        let repaired = try await far.stage(near.archive())
        #expect(repaired.head.manifest.files.map(\.entry.path.string) == [Self.tarball, "lodash/package.json"])
        #expect(try await far.apply(repaired).placed == 0)
    }

    @Test(
        "what the system lists and says nothing of is held, never deleted, and the rest travels",
        arguments: [tarball, "lodash/package.json", "lodash"]
    )
    func unseen(_ place: String) async throws {
        let (near, far) = try await sides()
        try near.add("express", "2.0.0")
        let archive = try await FileOperation.$lookGate.withValue { operation throws(SystemError) in
            guard operation.path.hasSuffix("/\(place)") else { return }
            throw SystemError(operation: "stat", path: operation.path, errno: .inputOutput)
        } operation: {
            try await near.archive()
        }
        let staged = try far.stage(archive)
        #expect(staged.head.target.entries.filter(\.held).map(\.path.string).contains(Self.tarball))
        #expect(staged.head.manifest.deletes.isEmpty)
        #expect(try await far.apply(staged).placed == 1)
        #expect(try far.text(Self.tarball) == "lodash@1.0.0" && far.versions("lodash") == ["1.0.0"])
    }

    @Test("what only broke is no news: no archive, and the base stays what it was")
    func noNews() async throws {
        let (near, _) = try await sides()
        try near.write(Self.tarball, "rotten")
        let first = try await near.build()
        #expect(first.artifact == nil)
        try near.add("lodash", "1.0.0")
        #expect(try await near.build().artifact == nil)
    }

    @Test("a tarball broken from the start is left out, and said to be")
    func fromTheStart() async throws {
        let near = try await StorageFixture("near")
        try near.add("lodash", "1.0.0")
        try near.add("lodash", "1.1.0")
        try near.write("lodash/lodash-1.1.0.tgz", "rotten")
        let result = try await near.build()
        #expect(result.warnings.count == 1 && result.warnings[0].hasPrefix("lodash/lodash-1.1.0.tgz "))
        let far = try await StorageFixture("far")
        try await far.apply(near.archive(result))
        #expect(try far.versions("lodash") == ["1.0.0"] && far.tags("lodash") == ["latest": "1.0.0"])
    }

    @Test("a packument that cannot be read holds its whole package", arguments: ["{", #"{"name":"other"}"#, ""])
    func document(_ text: String) async throws {
        let (near, far) = try await sides()
        try near.write("lodash/package.json", text)
        try near.add("express", "2.0.0")
        let staged = try await far.stage(near.archive())
        let held = staged.head.target.entries.filter(\.held).map(\.path.string)
        #expect(held == [Self.tarball, "lodash/package.json"])
        #expect(try await !far.apply(staged).isPartial)
        #expect(try far.versions("lodash") == ["1.0.0"])
    }

    @Test("what only a newer baseline lists is held as well when it goes missing, and no delete")
    func newerBaseline() async throws {
        let (near, _) = try await sides()
        try near.add("lodash", "1.1.0")
        let baseline = try await capture(near)
        try near.snapshots.save(baseline)
        try near.remove("lodash/lodash-1.1.0.tgz")
        try near.add("express", "2.0.0")
        let result = try await near.build(BuildRequest(baseline: .snapshot(baseline.id)))
        #expect(result.manifest?.deletes.isEmpty == true)
        let held = try near.snapshots.load(result.target.id).entries.filter(\.held)
        #expect(held.map(\.path.string) == ["lodash/lodash-1.1.0.tgz"])
    }

    @Test(
        "a name that is not printed as it is, or not in full, is held like any other",
        arguments: ["lodash-\u{200D}1.tgz", "lodash-\(String(repeating: "é", count: 100)).tgz"]
    )
    func oddName(_ file: String) async throws {
        let near = try await StorageFixture("near")
        let scope = String(repeating: "s", count: 200)
        let name = "@\(scope)/lodash"
        let object = PackumentFixture.object(name, "1.0.0", content: "x").replacing("lodash-1.0.0.tgz", with: file)
        try near.write(
            "\(name)/package.json",
            #"{"name":"\#(name)","versions":{"1.0.0":\#(object)},"_attachments":{"\#(file)":{}}}"#
        )
        try near.write("\(name)/\(file)", "x")
        for version in 0..<20 { try near.add("express", "1.\(version).0") }
        try await near.build()
        try near.remove("\(name)/\(file)")
        try near.add("express", "2.0.0")
        let result = try await near.build()
        #expect(result.manifest?.deletes.isEmpty == true)
        let held = try near.snapshots.load(result.target.id).entries.filter(\.held)
        #expect(held.map(\.path.string) == ["\(name)/\(file)"])
    }

    @Test("what is in flight and then given up is gone at the next capture")
    func flightEnded() async throws {
        let (near, _) = try await sides()
        try near.edit("lodash") { $0 = .object(($0.objectValue ?? []).filter { $0.0 != "_attachments" }) }
        try near.remove(Self.tarball)
        try near.write("\(Self.tarball).tmp-1", "half")
        let during = try await capture(near)
        #expect(during.entries.filter(\.held).map(\.path.string) == [Self.tarball])
        try near.remove("\(Self.tarball).tmp-1")
        let after = try await capture(near, previous: during)
        #expect(after.entries.allSatisfy { $0.package != "lodash" })
    }

    private func capture(_ near: StorageFixture, previous: Snapshot? = nil) async throws -> Snapshot {
        let known = try previous ?? near.snapshots.load(near.snapshots.list()[0].id)
        let request = CaptureRequest(previous: known, allowShrink: true, work: try RelativePath("work/x"))
        let capture = try await near.source().capture(request, reporter: .silent)
        return capture.snapshot
    }
}
