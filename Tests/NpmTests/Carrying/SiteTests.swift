import Crypto
import JSON
import Posix
import Reporting
import Spooling
import TestSupport
import Testing
import Trees

@testable import Npm
@testable import Transfer

/// What was published at the far side, and what chance did there.
@Suite(.memoryDirectory) struct SiteTests {
    private func sides() async throws -> (near: StorageFixture, far: StorageFixture) {
        (try await StorageFixture("near"), try await StorageFixture("far"))
    }

    @Test("a version published locally survives, with its tag, what comes for its package")
    func otherVersion() async throws {
        let (near, far) = try await sides()
        try near.add("lodash", "1.0.0")
        try await far.apply(near.archive())
        try far.add("lodash", "1.0.1-local", content: "ours", tag: "local")
        try near.add("lodash", "1.1.0")
        let result = try await far.apply(near.archive())
        #expect(!result.isPartial)
        #expect(try far.versions("lodash") == ["1.0.0", "1.0.1-local", "1.1.0"])
        #expect(try far.tags("lodash") == ["latest": "1.1.0", "local": "1.0.1-local"])
        #expect(try far.text("lodash/lodash-1.0.1-local.tgz") == "ours")
    }

    @Test("so does a package of the site's own, byte for byte")
    func ownPackage() async throws {
        let (near, far) = try await sides()
        try far.add("@plant/ui", "1.0.0")
        try far.write(".verdaccio-db.json", #"{"list":["@plant/ui"],"secret":"s"}"#)
        let before = try far.picture()
        try near.add("lodash", "1.0.0")
        try await far.apply(near.archive())
        #expect(try far.picture().filter { !$0.key.hasPrefix("lodash") } == before)
    }

    @Test("the same version with other bytes stays: a conflict, and the result is partial")
    func otherBytes() async throws {
        let (near, far) = try await sides()
        try far.add("lodash", "1.0.0", content: "ours")
        try near.add("lodash", "1.0.0", content: "theirs")
        try near.add("lodash", "1.1.0")
        let archive = try await near.archive()
        let result = try await far.apply(archive)
        #expect(result.isPartial && result.placed == 1)
        #expect(result.conflicts.contains { $0.hasPrefix("lodash/lodash-1.0.0.tgz: ") })
        #expect(result.conflicts.contains { $0.hasPrefix("lodash/package.json: 1.0.0 ") })
        #expect(try far.text("lodash/lodash-1.0.0.tgz") == "ours" && far.versions("lodash") == ["1.0.0", "1.1.0"])
        #expect(try far.text("lodash/package.json")?.contains(PackumentFixture.integrity("ours")) == true)
        for round in 0..<3 {
            try near.add("express", "1.\(round).0")
            #expect(try await !far.apply(near.archive()).isPartial, "a conflict holds up no later archive")
        }
    }

    @Test("the same version with equal bytes becomes the source's, as one that was here before")
    func equalBytes() async throws {
        let (near, far) = try await sides()
        for side in [near, far] { try side.add("lodash", "1.0.0", content: "same") }
        let result = try await far.apply(near.archive())
        #expect(!result.isPartial && result.placed == 0)
        let path = try RelativePath("lodash/lodash-1.0.0.tgz")
        #expect(try RecordStore(far.folder).load().files[path]?.prior == true)
    }

    @Test("a packument that is damaged here is replaced, and kept in undo")
    func damagedDocument() async throws {
        let (near, far) = try await sides()
        try near.add("lodash", "1.0.0")
        try await far.apply(near.archive())
        try far.write("lodash/package.json", "{ half")
        try near.add("lodash", "1.1.0")
        let staged = try await far.stage(near.archive())
        let result = try await far.apply(staged)
        #expect(result.merged == 1 && !result.isPartial)
        #expect(try far.versions("lodash") == ["1.0.0", "1.1.0"])
        #expect(try far.text(".packferry/undo/\(staged.id)/files/lodash/package.json") == "{ half")
    }

    @Test("one that is damaged or gone is brought back by the archive that brought it", arguments: ["damaged", "gone"])
    func documentAgain(_ damage: String) async throws {
        let (near, far) = try await sides()
        try near.add("lodash", "1.0.0")
        let archive = try await near.archive()
        try await far.apply(archive)
        let before = try far.versions("lodash")
        if damage == "gone" { try far.remove("lodash/package.json") } else { try far.write("lodash/package.json", "{") }
        #expect(try await far.apply(archive).merged == 1)
        #expect(try far.versions("lodash") == before)
        #expect(try await !far.apply(archive).didChange)
    }

    @Test("asked for, a version that is gone leaves its packument, and a package its storage; taken back, both return")
    func deletes() async throws {
        let (near, far) = try await sides()
        for version in ["1.0.0", "1.1.0"] { try near.add("lodash", version) }
        try near.add("@team/gone", "1.0.0")
        try await far.apply(near.archive())
        let before = try far.picture()
        for package in ["lodash", "@team"] { try near.remove(package) }
        try near.add("lodash", "1.0.0")
        let archive = try await near.archive(BuildRequest(allowShrink: true))
        let staged = try far.stage(archive)
        let options = ApplyOptions(delete: true, initiator: "test")
        let outcome = try await far.engine.apply(staged, options: options, reporter: .silent)
        #expect(outcome.deleted == 2 && !outcome.isPartial)
        #expect(try far.versions("lodash") == ["1.0.0"] && far.tags("lodash") == ["latest": "1.0.0"])
        #expect(try far.storage.info(RelativePath("@team")) == nil)
        _ = try await far.engine.rollBack(outcome.id, by: "test", reporter: .silent)
        #expect(try far.picture() == before)
    }

    @Test("a damaged copy of the source's tarball is replaced")
    func damagedTarball() async throws {
        let (near, far) = try await sides()
        try near.add("lodash", "1.0.0")
        let archive = try await near.archive()
        try await far.apply(archive)
        try far.write("lodash/lodash-1.0.0.tgz", "rotten")
        #expect(try await far.apply(archive).replaced == 1)
        #expect(try far.text("lodash/lodash-1.0.0.tgz") == "lodash@1.0.0")
    }

    @Test("a packument that Verdaccio rewrites between merge and rename is merged again")
    func rewritten() async throws {
        let (near, far) = try await sides()
        try near.add("lodash", "1.0.0")
        let staged = try await far.stage(near.archive())
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
            guard operation.kind == .link, operation.path.hasSuffix("package.json.lock") else { return }
            FileOperation.$gate.withValue(nil) {
                try? far.add("lodash", "0.9.9", content: "published meanwhile", tag: "beta")
            }
        }
        try await FileOperation.$gate.withValue(gate) { _ = try await far.apply(staged) }
        #expect(try far.versions("lodash") == ["0.9.9", "1.0.0"])
        #expect(try far.tags("lodash") == ["beta": "0.9.9", "latest": "1.0.0"])
    }

    @Test("a young lock of Verdaccio's stops the import and stays; afterwards it goes on")
    func locked() async throws {
        let (near, far) = try await sides()
        try near.add("lodash", "1.0.0")
        try far.write("lodash/package.json.lock", "")
        let archive = try await near.archive()
        let error = await #expect(throws: TransferError.self) { try await far.apply(archive) }
        #expect(error?.code == .locked && error?.subject == "lodash/package.json.lock")
        #expect(try far.text("lodash/package.json.lock") == "" && far.packument("lodash") == nil)
        try far.remove("lodash/package.json.lock")
        #expect(try await far.engine.recover(reporter: .silent)?.applied?.merged == 1)
        #expect(try far.versions("lodash") == ["1.0.0"])
    }

    @Test("what a merged packument leaves out is said, with the reason, and makes the import no less whole")
    func leftOut() async throws {
        let (near, far) = try await sides()
        try far.add("lodash", "0.9.0", fetched: false)
        try far.edit("lodash") { $0.set("versions", "0.8.0", ["name": "lodash", "version": "0.8.0"]) }
        try near.add("lodash", "1.0.0")
        let result = try await far.apply(far.stage(near.archive()), adoptSource: true)
        let clause = "leaves out 0.8.0 (has no dist), 0.9.0 (has no tarball here)"
        #expect(result.warnings == ["lodash/package.json \(clause)"] && !result.isPartial)
        try near.add("lodash", "1.1.0")
        #expect(try await far.apply(near.archive()).warnings.isEmpty)
    }

    @Test("after an import nothing that it placed is read again")
    func noted() async throws {
        let (near, far) = try await sides()
        for version in ["1.0.0", "1.1.0"] { try near.add("lodash", version) }
        try await far.apply(near.archive())
        let known = try await far.collector.index.load()[PackageName("lodash")]?.files ?? []
        #expect(known.count == 2)
        for file in known {
            let info = try #require(try far.storage.info(file.location))
            #expect(FileIdentity(info) == file.identity && file.identity.isSettled(at: file.hashedAt))
        }
        let collected = try await far.collect()
        #expect(collected.folder("lodash")?.files.map(\.hashedAt).sorted() == known.map(\.hashedAt).sorted())
        #expect(try await far.collect().read == 0)
    }
}
