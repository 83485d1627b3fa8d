import Crypto
import Persistence
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

/// An apply that is stopped, or hindered, at every single operation that changes what lies on disk.
@Suite(.memoryDirectory, .ends) struct ApplyCrashTests {
    @Test("stopped anywhere, an apply leaves the old tree or the new one, and goes on to the same end")
    func stops() async throws {
        let scene = try await Scene()
        let stops = try await CrashPoints.forEachStop { point in
            let far = try await scene.site("stop-\(point.number)")
            _ = try await point.run { try await far.apply(scene.archive) }
            try scene.expectSound(far)
            try await scene.expectConvergence(far)
        }
        #expect(stops > 60)
    }

    @Test("stopped again while it goes on, it still comes to the same end")
    func stopsInRecovery() async throws {
        let scene = try await Scene()
        // The first run ends where some files have their names and others have not.
        let first = try await scene.site("first")
        let middle = try await scene.operation { $0.kind == .link && $0.path.hasSuffix("gamma/1.0.bin") }
        _ = try await CrashPoints.failing(.inputOutput, at: middle) { try await first.apply(scene.archive) }
        let stops = try await CrashPoints.forEachStop { point in
            let far = try await scene.copy("first", as: "again-\(point.number)")
            _ = try await point.run { try await far.engine.recover(reporter: .silent) }
            try scene.expectSound(far)
            try await scene.expectConvergence(far)
        }
        #expect(stops > 40)
    }

    @Test("on a full disk an apply says so, and goes on to the same end")
    func fullDisk() async throws {
        let scene = try await Scene()
        let kinds: Set<FileOperation.Kind> = [.create, .write, .makeDirectory, .link, .fsync, .syncfs]
        try await CrashPoints.forEachFailure(.noSpace, of: kinds) { point in
            let far = try await scene.site("full-\(point.number)")
            let outcome = try await point.run { try await far.apply(scene.archive) }
            if case .failure(let error) = outcome {
                #expect((error as? TransferError)?.code == .noSpace, "at \(point.number): \(error)")
            }
            try scene.expectSound(far)
            try await scene.expectConvergence(far)
        }
    }

    @Test("with a disk that fails once, at anything but writing, an apply goes on to the same end")
    func failingDisk() async throws {
        let scene = try await Scene()
        let kinds = Set(FileOperation.Kind.allCases).subtracting([.create, .write, .makeDirectory])
        try await CrashPoints.forEachFailure(.inputOutput, of: kinds) { point in
            let far = try await scene.site("failing-\(point.number)")
            _ = try await point.run { try await far.apply(scene.archive) }
            try scene.expectSound(far)
            try await scene.expectConvergence(far)
        }
    }

    @Test("the registry writes between the crash and the recovery, and keeps what it wrote")
    func registryWrites() async throws {
        let scene = try await Scene()
        let start = try await scene.operation { $0.path.contains("journal.jsonl") }
        let end = try await scene.operation { $0.path.contains("applied.jsonl") }
        for number in stride(from: start, to: end, by: 3) {
            let far = try await scene.site("writes-\(number)")
            _ = try await CrashPoints.failing(.inputOutput, at: number) { try await far.apply(scene.archive) }
            try far.publish("beta", "7.7", "published in between")
            try await far.engine.recover(reporter: .silent)
            try await far.apply(scene.archive)
            #expect(try far.text("beta/7.7.bin") == "published in between")
            #expect(try far.versions(of: "beta").isSuperset(of: ["1.0", "7.7"]), "at \(number)")
        }
    }
}

/// A site with files of the source and of its own, and an archive that adds, replaces and merges.
private struct Scene {
    let archive: AbsolutePath
    private let old: TreePicture
    private let new: TreePicture
    private let records: AcceptedRecords
    private let leftovers: TreePicture
    private let contents: Set<String>
    /// Nothing is kept in it; making one for each site would take longer than the site.
    private let database: Database

    init() async throws {
        database = try await Database(.memory)
        let (near, far) = (try await Side("near"), try await Side("prepared"))
        for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
        try await far.apply(near.archive())
        try far.publish("alpha", "9.9", "local")
        try far.publish("local", "1.0")
        old = try TreePicture(far.tree)
        try near.publish("alpha", "1.1")
        try near.publish("beta", "1.0", "republished")
        try near.publish("gamma", "1.0")
        archive = try await near.archive()
        let undisturbed = try await Side("undisturbed", database: database)
        try far.tree.copy(to: undisturbed.tree.path)
        try await undisturbed.apply(archive)
        new = try TreePicture(undisturbed.tree)
        records = try RecordStore(undisturbed.folder).load()
        leftovers = try TreePicture(undisturbed.folder.directory, skipping: ["applied.jsonl", "repository.json"])
        contents = ["alpha 1.0", "alpha 1.1", "local", "beta 1.0", "republished", "gamma 1.0", "local 1.0"]
    }

    /// The number of the first such operation of an undisturbed apply.
    func operation(where isWanted: (FileOperation) -> Bool) async throws -> Int {
        let far = try await site("counted-\(Int.random(in: 0...(.max)))")
        let operations = try await CrashPoints.operations { _ = try await far.apply(archive) }
        let index = operations.firstIndex(where: isWanted)
        return try #require(index) + 1
    }

    /// The site as it is before the archive comes.
    func site(_ name: String) async throws -> Side { try await copy("prepared", as: name) }

    /// A site like another one.
    func copy(_ other: String, as name: String) async throws -> Side {
        let folder = try AbsolutePath(TemporaryDirectory.current)
        let (from, to) = (try RelativePath("\(other)/tree"), try RelativePath("\(name)/tree"))
        try Directory(opening: folder.appending(from)).copy(to: folder.appending(to))
        return try await Side(name, database: database)
    }

    /// At no moment may a file be half there, or a version be listed whose file is not what it should be.
    func expectSound(_ far: Side) throws {
        let live = try TextLive(far.tree)
        for file in live.files.values {
            #expect(contents.contains(try far.text(file.path.string) ?? ""), "\(file.path)")
        }
        for (package, bytes) in live.documents {
            for (version, digest) in TextTree.lines(bytes) {
                let file = live.file(at: try RelativePath("\(package)/\(version).bin"))
                // A replaced file comes before the line that states its new digest.
                let isRight = file?.sha512 == digest || (package == "beta" && file?.sha512 == .init(of: "republished"))
                #expect(isRight, "\(package) \(version)")
            }
        }
    }

    /// A restart finishes what was begun; a further run changes nothing or does it all; the end is always the same.
    func expectConvergence(_ far: Side) async throws {
        try await far.engine.recover(reporter: .silent)
        #expect(try ImportJournal.interrupted(in: far.folder) == nil)
        let recovered = try TreePicture(far.tree)
        #expect(recovered == old || recovered == new, "\(recovered)")
        if recovered == old { try await far.apply(archive) }
        #expect(try TreePicture(far.tree) == new)
        #expect(try RecordStore(far.folder).load() == records)
        let left = try TreePicture(far.folder.directory, skipping: ["applied.jsonl", "repository.json"])
        #expect(left == leftovers)
        let log = try AppliedLog(far.folder).outcomes()
        #expect(log.count == 2, "\(log.map(\.appliedBy))")
    }
}
