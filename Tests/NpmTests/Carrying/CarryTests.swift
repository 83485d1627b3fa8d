import JSON
import Posix
import Reporting
import Synchronization
import TestSupport
import Testing
import Transfer
import Trees

@testable import Npm

@Suite(.memoryDirectory) struct CarryTests {
    @Test("a first archive brings what is there, in a form that installs, and nothing that must stay at home")
    func firstCarry() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("lodash", "4.17.20")
        try near.add("lodash", "4.17.21")
        try near.add("lodash", "5.0.0", fetched: false)
        try near.add("@babel/core", "7.26.0")
        try near.write(".verdaccio-db.json", #"{"list":[],"secret":"must never travel"}"#)
        try near.write("htpasswd", "me:secret")
        try near.write("lodash/lodash-4.17.21.tgz.tmp-123", "half")
        let archive = try await near.archive()
        let result = try await far.apply(archive)
        #expect(result.placed == 3 && result.merged == 2 && !result.isPartial)
        let paths = [
            "@babel/core/core-7.26.0.tgz", "@babel/core/package.json", "lodash/lodash-4.17.20.tgz",
            "lodash/lodash-4.17.21.tgz", "lodash/package.json",
        ]
        #expect(try far.picture().keys.sorted() == paths)
        #expect(try far.text("lodash/lodash-4.17.21.tgz") == "lodash@4.17.21")
        #expect(try far.versions("lodash") == ["4.17.20", "4.17.21"] && far.tags("lodash") == ["latest": "4.17.21"])
        let bytes = try Directory(opening: archive.parent).open(RelativePath(archive.lastComponent)).readAll(
            limit: 1 << 20
        )
        #expect(!String(decoding: bytes, as: UTF8.self).contains("must never travel"))
    }

    @Test("a second archive holds only what is new")
    func secondCarry() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        for name in ["lodash", "express", "@babel/core"] { try near.add(name, "1.0.0") }
        try await far.apply(near.archive())
        for name in ["lodash", "express", "@babel/core"] { try near.refresh(name) }
        try near.add("express", "1.1.0")
        let second = try await far.stage(near.archive())
        let carried = second.head.manifest.files.map(\.entry.path.string)
        #expect(carried == ["express/express-1.1.0.tgz", "express/package.json"])
        try await far.apply(second)
        #expect(try far.versions("express") == ["1.0.0", "1.1.0"])
    }

    @Test("a refresh that changes only Verdaccio's notes gives no archive and the snapshot that was there")
    func notesOnly() async throws {
        let near = try await StorageFixture("near")
        try near.add("lodash", "1.0.0")
        let first = try await near.build()
        try near.refresh("lodash")
        let second = try await near.build()
        #expect(second.artifact == nil && second.target.id == first.target.id)
        try near.add("lodash", "1.0.1", fetched: false)
        #expect(try await near.build().artifact == nil, "a version without its tarball is no news")
        #expect(try near.snapshots.list().count == 1)
    }

    @Test("the index decides nothing: with a fresh one the same tree is the same snapshot")
    func freshIndex() async throws {
        let near = try await StorageFixture("near")
        for version in ["1.0.0", "1.1.0"] { try near.add("lodash", version) }
        let first = try await near.build()
        let again = try await StorageFixture("near")
        let capture = try await again.source().capture(
            CaptureRequest(previous: nil, work: try RelativePath("work/x")),
            reporter: .silent
        )
        #expect(capture.snapshot.id == first.target.id)
    }

    @Test("an archive built on one that did not arrive is refused and names what is missing, until that arrives")
    func missingBase() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("lodash", "1.0.0")
        let first = try await near.archive()
        try near.add("express", "1.0.0")
        let second = try await near.archive()
        let error = await #expect(throws: TransferError.self) { try await far.apply(second) }
        #expect(error?.code == .missingBase)
        #expect(error?.details == ["lodash/lodash-1.0.0.tgz", "lodash/package.json"])
        #expect(try far.picture().isEmpty)
        for archive in [first, second] { #expect(try await far.apply(archive).placed == 1) }
        for archive in [first, second] { #expect(try await !far.apply(archive).didChange) }
    }

    @Test("two archives on one base give the same tree in either order", arguments: [false, true])
    func oneBase(_ swapped: Bool) async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("lodash", "1.0.0")
        let base = try await near.build()
        try await far.apply(near.archive(base))
        var archives: [AbsolutePath] = []
        for version in ["1.1.0", "1.2.0"] {
            try near.add("lodash", version)
            archives.append(try await near.archive(BuildRequest(baseline: .snapshot(base.target.id))))
        }
        for archive in swapped ? archives.reversed() : archives { try await far.apply(archive) }
        #expect(try far.versions("lodash") == ["1.0.0", "1.1.0", "1.2.0"] && far.tags("lodash") == ["latest": "1.2.0"])
        #expect(try await far.apply(archives[0]).merged == 0)
    }

    @Test("an older archive brings what a newer one skipped; the newer one's metadata stays")
    func older() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("lodash", "1.0.0")
        let base = try await near.build()
        try await far.apply(near.archive(base))
        try near.add("lodash", "1.1.0")
        try near.add("express", "1.0.0")
        let older = try await near.archive(BuildRequest(baseline: .snapshot(base.target.id)))
        try near.add("lodash", "1.1.0", extra: #""deprecated":"do not use""#)
        let newer = try await near.archive()
        let missing = try await far.apply(newer, allowMissing: true)
        #expect(missing.isPartial && missing.missing.contains("express/package.json"))
        let result = try await far.apply(older)
        #expect(result.placed == 2 && !result.isPartial)
        #expect(try far.text("lodash/package.json")?.contains("do not use") == true)
        #expect(try far.versions("express") == ["1.0.0"])
        #expect(try await !far.apply(newer).isPartial)
    }

    @Test("other bytes under the same version replace the source's tarball and its version object")
    func republished() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("lodash", "1.0.0", content: "first")
        let first = try await near.archive()
        try await far.apply(first)
        try near.add("lodash", "1.0.0", content: "second")
        let second = try await far.stage(near.archive())
        #expect(second.head.manifest.files.map(\.operation) == [.replace, .replace])
        #expect(try await far.apply(second).replaced == 1)
        #expect(try far.text("lodash/lodash-1.0.0.tgz") == "second")
        #expect(try far.text("lodash/package.json")?.contains(PackumentFixture.integrity("second")) == true)
        let late = try await far.apply(first)
        #expect(late.superseded == 1 && !late.didChange)
        #expect(try await far.collect().files == 1)
    }

    @Test("packages may lie in other sub-folders on either side")
    func subfolders() async throws {
        let near = try await StorageFixture("near", layout: Self.layout("@babel/*", "scoped"))
        let far = try await StorageFixture("far", layout: Self.layout("lodash", "fast/disk"))
        try near.add("@babel/core", "7.26.0")
        try near.add("lodash", "1.0.0")
        #expect(try near.picture().keys.contains("scoped/@babel/core/package.json"))
        #expect(try await far.apply(near.archive()).placed == 2)
        let paths = [
            "@babel/core/core-7.26.0.tgz", "@babel/core/package.json", "fast/disk/lodash/lodash-1.0.0.tgz",
            "fast/disk/lodash/package.json",
        ]
        #expect(try far.picture().keys.sorted() == paths)
        try near.add("lodash", "1.1.0")
        #expect(try await far.apply(near.archive()).placed == 1)
        #expect(try far.versions("lodash") == ["1.0.0", "1.1.0"])
    }

    private static func layout(_ pattern: String, _ folder: String) throws -> StorageLayout {
        let text = "packages:\n  '\(pattern)':\n    storage: \(folder)\n  '**':\n    access: $all\n"
        return StorageLayout(try VerdaccioConfiguration(parsing: Array(text.utf8), in: AbsolutePath("/x")))
    }

    @Test("names that differ only by case are warned about and carried")
    func caseOnly() async throws {
        let near = try await StorageFixture("near")
        try near.add("JSONStream", "1.0.0")
        try near.add("jsonstream", "1.0.0")
        let result = try await near.build()
        #expect(result.warnings == ["JSONStream and jsonstream differ only by case"])
        let far = try await StorageFixture("far")
        #expect(try await far.apply(near.archive(result)).placed == 2)
    }

    @Test("two versions that name one tarball are carried")
    func sharedTarball() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("odd", "1.0.0", content: "shared")
        try near.edit("odd") { document in
            let text = PackumentFixture.object("odd", "1.0.0", content: "shared").replacing(
                "\"version\":\"1.0.0\"",
                with: "\"version\":\"1.0.0-again\""
            )
            document.set("versions", "1.0.0-again", try JSONValue(parsing: Array(text.utf8)))
        }
        let result = try await near.build()
        #expect(result.manifest?.files.count == 2)
        try await far.apply(near.archive(result))
        #expect(try far.versions("odd").contains("1.0.0"))
    }

    @Test("tarballs that only a SHA-1 vouches for are carried, and so is what comes after them")
    func sha1Only() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        for version in ["1.0.0", "1.1.0"] {
            try near.add("old", version)
            try near.edit("old") { document in
                let integrity = PackumentFixture.integrity("old@\(version)")
                let text = String(decoding: document.encoded(), as: UTF8.self)
                    .replacing("\"integrity\":\"\(integrity)\",", with: "")
                document = try JSONValue(parsing: Array(text.utf8))
            }
            #expect(try await far.apply(near.archive()).placed == 1)
        }
        #expect(try far.versions("old") == ["1.0.0", "1.1.0"])
        #expect(try await far.collect().folder("old")?.files.map(\.state) == [.whole, .whole])
    }

    @Test("what is broken on the near side is listed where it is, and not where it never came")
    func heldTarball() async throws {
        let (near, old, fresh) = (
            try await StorageFixture("near"), try await StorageFixture("old"), try await StorageFixture("fresh")
        )
        for version in ["1.0.0", "1.1.0"] { try near.add("lodash", version) }
        try await old.apply(near.archive())
        try near.write(StorageFixture.tarball("lodash", "1.1.0"), "rotten")
        let full = try await near.archive(BuildRequest(baseline: .none))
        for far in [old, fresh] { try await far.apply(full) }
        #expect(try old.versions("lodash") == ["1.0.0", "1.1.0"] && old.tags("lodash") == ["latest": "1.1.0"])
        #expect(try fresh.versions("lodash") == ["1.0.0"] && fresh.tags("lodash") == ["latest": "1.0.0"])
    }

    @Test("a packument that is rewritten while the archive is prepared travels as it is then")
    func rewritten() async throws {
        let near = try await StorageFixture("near")
        try near.add("lodash", "1.0.0")
        let result = try await buildWhileRewriting(near, times: 6)
        let far = try await StorageFixture("far")
        try await far.apply(near.archive(result))
        let arrived = try #require(try far.text("lodash/package.json"))
        #expect(arrived.contains(#""deprecated": "0""#), "\(arrived)")
    }

    @Test("a packument that is rewritten again and again fails the build by name")
    func rewrittenAlways() async throws {
        let near = try await StorageFixture("near")
        try near.add("lodash", "1.0.0")
        let error = await #expect(throws: TransferError.self) { try await buildWhileRewriting(near, times: .max) }
        #expect(error?.code == .changed && error?.subject == "lodash/package.json")
        #expect(try await near.build().artifact != nil)
    }

    private func buildWhileRewriting(_ near: StorageFixture, times: Int) async throws -> BuildResult {
        let left = Mutex(times)
        // The collector asks for the time before and after it reads a packument.
        let rewriting = near.asking { now in
            let turn = left.withLock { left in
                left -= 1
                return left
            }
            if turn >= 0 { try? near.add("lodash", "1.0.0", extra: #""deprecated":"\#(turn)""#) }
            return now
        }
        return try await rewriting.build()
    }

    @Test("what a killed build of the same name left is no hindrance")
    func leftoverWork() async throws {
        let near = try await StorageFixture("near")
        try near.add("lodash", "1.0.0")
        try near.write(".packferry/work/test/lodash/package.json", "half")
        #expect(try await near.build().artifact != nil)
    }

    @Test("platforms given twice, and in any order, are the same platforms")
    func platforms() async throws {
        var near = try await StorageFixture("near")
        try near.add("lodash", "1.0.0")
        near.platforms = ["win32-x64", "linux-x64-glibc", "win32-x64"].compactMap(Platform.init(parsing:))
        let far = try await StorageFixture("far")
        let staged = try await far.stage(near.archive())
        #expect(staged.head.target.platforms == ["linux-x64-glibc", "win32-x64"])
    }
}
