import Persistence
import Posix
import Reporting
import TestSupport
import Testing

@testable import Npm
@testable import Transfer

/// Builds and applies of an npm storage, stopped at every operation that changes what lies on disk.
@Suite(.memoryDirectory, .ends) struct CarryCrashTests {
    @Test("stopped anywhere, an apply leaves a storage that installs, and goes on to the same end")
    func apply() async throws {
        let scene = try await Scene()
        let stops = try await CrashPoints.forEachStop { point in
            let far = try await scene.site("stop-\(point.number)")
            _ = try await point.run { try await far.apply(scene.archive) }
            try scene.expectSound(far)
            try await far.engine.recover(reporter: .silent)
            let recovered = try far.picture()
            #expect(recovered == scene.old || recovered == scene.new)
            if recovered == scene.old { try await far.apply(scene.archive) }
            #expect(try far.picture() == scene.new)
            #expect(try ImportJournal.interrupted(in: far.folder) == nil)
            #expect(try RecordStore(far.folder).load() == scene.records)
            let names = try far.folder.directory.entries().map(\.name).filter { !$0.hasPrefix("target-") }
            let known = ["accepted.json", "applied.jsonl", "repository.json", "staging", "undo", "work"]
            #expect(Set(names).subtracting(known).isEmpty, "\(names)")
        }
        #expect(stops > 60)
    }

    @Test("stopped anywhere, a build leaves the storage alone, and the next one carries the same")
    func build() async throws {
        let prepared = try await StorageFixture("prepared")
        for version in ["1.0.0", "1.1.0"] { try prepared.add("lodash", version) }
        try prepared.add("@babel/core", "7.26.0")
        let wanted = try await prepared.build(BuildRequest(dryRun: true)).manifest?.files
        let stops = try await CrashPoints.forEachStop { point in
            let near = try await Scene.copy(prepared, as: "near-\(point.number)")
            try near.folder.declareMoved()
            let before = try near.picture()
            _ = try await point.run { try await near.build() }
            #expect(try near.picture() == before)
            try await near.artifacts.recover()
            try near.snapshots.removePartials()
            try await near.engine.recover(reporter: .silent)
            let recorded = try await near.artifacts.list()
            let again = try await near.build(BuildRequest(baseline: recorded.isEmpty ? .lastBuilt : .none))
            #expect(again.manifest?.files == wanted)
            #expect(try near.folder.directory.info(RelativePath("work/test")) == nil)
        }
        #expect(stops > 20)
    }
}

/// A site with files of the source and of its own, and an archive that adds, replaces and merges.
private struct Scene {
    let archive: AbsolutePath
    let old: [String: String]
    let new: [String: String]
    let records: AcceptedRecords
    private let prepared: StorageFixture

    init() async throws {
        let near = try await StorageFixture("near")
        prepared = try await StorageFixture("prepared")
        for name in ["lodash", "express"] { try near.add(name, "1.0.0") }
        try await prepared.apply(near.archive())
        try prepared.add("lodash", "1.0.1-local", content: "ours", tag: "local")
        try prepared.add("@plant/ui", "1.0.0")
        old = try prepared.picture()
        try near.add("lodash", "1.1.0")
        try near.add("express", "1.0.0", content: "republished")
        try near.add("@babel/core", "7.26.0")
        archive = try await near.archive()
        let undisturbed = try await Self.copy(prepared, as: "undisturbed")
        try await undisturbed.apply(archive)
        new = try undisturbed.picture()
        records = try RecordStore(undisturbed.folder).load()
    }

    func site(_ name: String) async throws -> StorageFixture { try await Self.copy(prepared, as: name) }

    static func copy(_ fixture: StorageFixture, as name: String) async throws -> StorageFixture {
        let target = try AbsolutePath("\(TemporaryDirectory.current)/\(name)")
        try fixture.storage.copy(to: target.appending("storage"))
        return try await StorageFixture(name)
    }

    /// Whatever a client is told it can install, it can: no version without its tarball, no tarball half there.
    func expectSound(_ far: StorageFixture) throws {
        for name in ["lodash", "express", "@babel/core", "@plant/ui"] {
            for version in try far.versions(name) {
                let content = try #require(try far.text(StorageFixture.tarball(name, version)))
                #expect([StorageFixture.content(name, version), "ours", "republished"].contains(content))
            }
        }
        #expect(try far.text(StorageFixture.tarball("lodash", "1.0.1-local")) == "ours")
        #expect(try far.versions("lodash").contains("1.0.1-local"))
    }
}
