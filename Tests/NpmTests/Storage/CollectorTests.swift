import Crypto
import JSON
import Posix
import Reporting
import TestSupport
import Testing
import Time
import Transfer
import Trees

@testable import Npm

@Suite(.memoryDirectory) struct CollectorTests {
    @Test("every tarball and packument is found, in scopes and outside, by content")
    func everything() async throws {
        let side = try await StorageFixture("s")
        try side.add("lodash", "1.0.0")
        try side.add("lodash", "1.1.0")
        try side.add("@babel/core", "7.26.0")
        try side.add("@babel/parser", "7.26.0", fetched: false)
        let collected = try await side.collect()
        #expect(collected.packages == 3 && collected.files == 3 && collected.read == 3)
        let lodash = try #require(collected.folder("lodash"))
        #expect(lodash.package.listed == 2 && lodash.files.map(\.state) == [.whole, .whole])
        #expect(lodash.files.map(\.version) == ["1.0.0", "1.1.0"])
        #expect(lodash.files.first?.sha512 == PackumentFixture.digests("lodash@1.0.0").sha512)
        #expect(lodash.files.first?.sha1 == PackumentFixture.digests("lodash@1.0.0").sha1)
        #expect(try await side.findings().isEmpty)
        #expect(try await side.collector.index.load() == collected.folders)
    }

    @Test("what did not change is not read; the number of the tree stays")
    func unchanged() async throws {
        let side = try await StorageFixture("s")
        for name in ["lodash", "express"] { try side.add(name, "1.0.0") }
        let first = try await side.collect()
        let second = try await side.collect()
        #expect(second.read == 0 && second.generation == first.generation && second.folders == first.folders)
    }

    @Test("only what changed is read, and the number of the tree moves with the content alone")
    func changed() async throws {
        let side = try await StorageFixture("s")
        for name in ["lodash", "express"] { try side.add(name, "1.0.0") }
        let first = try await side.collect()
        try side.add("lodash", "1.1.0")
        let second = try await side.collect()
        #expect(second.read == 1 && second.generation == first.generation + 1 && second.files == 3)
        try side.remove("express")
        let third = try await side.collect()
        #expect(third.read == 0 && third.generation == second.generation + 1 && third.packages == 1)
        // The same bytes in a new file: read, and found to be the same.
        try side.write("lodash/lodash-1.0.0.tgz", "lodash@1.0.0")
        let fourth = try await side.collect()
        #expect(fourth.read == 1 && fourth.generation == third.generation)
    }

    @Test("files whose times lie too near to the reading are read again, until they have settled")
    func unsettled() async throws {
        let (before, after) = (FileIdentity.settling, FileIdentity.settling + 1)
        let identity = FileIdentity(device: 1, inode: 1, size: 1, modified: 100, changed: 200)
        #expect(!identity.isSettled(at: 200 + before) && identity.isSettled(at: 200 + after))
    }

    @Test("a file changed in place within its own clock tick, but before it settled, is not missed")
    func sameTick() async throws {
        let side = try await StorageFixture("s", ahead: 0)
        try side.add("lodash", "1.0.0", content: "one")
        try await side.collect()
        try side.write("lodash/lodash-1.0.0.tgz", "two")
        #expect(try await side.collect().folder("lodash")?.files.map(\.state) == [.broken])
    }

    @Test("deep reads every byte again, and finds nothing new in what is the same")
    func deep() async throws {
        let side = try await StorageFixture("s")
        for name in ["lodash", "express"] { try side.add(name, "1.0.0") }
        let first = try await side.collect()
        let deep = try await side.collect(deep: true)
        #expect(deep.read == 2 && deep.generation == first.generation)
    }

    @Test("deep finds what rotted without its times changing")
    func rot() async throws {
        let side = try await StorageFixture("s")
        try side.add("lodash", "1.0.0")
        let known = try #require(try await side.collect().folder("lodash"))
        try side.write("lodash/lodash-1.0.0.tgz", "lodash@1.0.X")
        // As if the disk had changed the bytes behind everybody's back.
        let info = try #require(try side.storage.info(RelativePath("lodash/lodash-1.0.0.tgz")))
        try await side.collector.index.forge(known, FileIdentity(info))
        #expect(try await side.collect().folder("lodash")?.files.map(\.state) == [.whole])
        #expect(try await side.collect(deep: true).folder("lodash")?.files.map(\.state) == [.broken])
    }

    @Test("several packages are read at once, each once", arguments: [1, 2, 8])
    func width(_ width: Int) async throws {
        let side = try await StorageFixture("s")
        for number in 0..<30 { try side.add("package-\(number)", "1.0.0") }
        let collector = Collector(
            root: side.storage,
            layout: side.layout,
            repository: "npm",
            database: side.collector.index.database,
            width: width,
            clock: side.collector.clock
        )
        let collected = try await collector.collect(reporter: .silent)
        #expect(collected.packages == 30 && collected.read == 30)
    }

    @Test("repositories in one database do not see each other")
    func repositories() async throws {
        let (one, database) = (
            try await StorageFixture("one"), { (side: StorageFixture) in side.collector.index.database }
        )
        let other = try await StorageFixture("other", database: database(one))
        let second = Collector(
            root: other.storage,
            layout: other.layout,
            repository: "second",
            database: database(one),
            clock: other.collector.clock
        )
        try one.add("lodash", "1.0.0")
        try other.add("express", "1.0.0")
        try await one.collect()
        #expect(try await second.collect(reporter: .silent).folders.names.map(\.string) == ["express"])
        #expect(try await one.collect().read == 0)
    }

    @Test("a folder that holds other things and no package is no storage")
    func noStorage() async throws {
        let side = try await StorageFixture("s")
        try side.write("storage/lodash/package.json", #"{"name":"lodash"}"#)
        try side.write("readme.txt", "x")
        let error = await #expect(throws: StorageError.self) { try await side.collect() }
        #expect(error?.path == side.storage.path.string && error?.hint.contains("config.yaml") == true)
        #expect(throws: StorageError.self) { try side.collector.requireStorage() }
    }

    @Test("an empty folder is an empty storage, and so is one with nothing but Verdaccio's database")
    func emptyStorage() async throws {
        let side = try await StorageFixture("s")
        #expect(try await side.collect().packages == 0)
        try side.write(".verdaccio-db.json", "{}")
        try side.write("stray", "x")
        #expect(try await side.collect().packages == 0)
    }

    @Test("hidden folders, users and settings are Verdaccio's own business")
    func hidden() async throws {
        let side = try await StorageFixture("s")
        try side.add("lodash", "1.0.0")
        for path in [".hidden/x/package.json", "htpasswd", "config.yaml", ".token-db.json", ".sinopia-db.json"] {
            try side.write(path, "{}")
        }
        #expect(try await side.collect().packages == 1)
        #expect(try await side.findings().isEmpty)
    }

    @Test("packages lie where the configuration says, and nowhere else")
    func layout() async throws {
        let yaml = "packages:\n  '@plant/*':\n    storage: own/disk\n  '**':\n    access: $all\n"
        let configuration = try VerdaccioConfiguration(parsing: Array(yaml.utf8), in: AbsolutePath("/x"))
        let side = try await StorageFixture("s", layout: StorageLayout(configuration))
        try side.add("@plant/ui", "1.0.0")
        try side.add("lodash", "1.0.0")
        let root = try await StorageFixture("s")
        try root.add("@plant/lost", "1.0.0")
        let collected = try await side.collect()
        #expect(collected.folders.names.map(\.string) == ["@plant/ui", "lodash"])
        #expect(collected.folder("@plant/ui")?.package.location.string == "own/disk/@plant/ui")
        #expect(try await side.findings().map(\.path) == ["@plant/lost"])
    }

    @Test("stopped in the middle, a collect leaves the index as it was")
    func cancelled() async throws {
        let side = try await StorageFixture("s")
        try side.add("lodash", "1.0.0")
        let known = try await side.collect().folders
        try side.add("lodash", "1.1.0")
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await side.collect()
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await side.collector.index.load() == known)
    }
}

extension NpmIndex {
    /// Makes the index believe that a file with this identity is the one it knows.
    fileprivate func forge(_ folder: IndexedFolder, _ identity: FileIdentity) async throws {
        var forged = folder
        forged.files = folder.files.map { file in
            IndexedFile(
                path: file.path,
                version: file.version,
                location: file.location,
                identity: identity,
                // Settled, however long this took to get here.
                hashedAt: max(file.hashedAt, identity.changed + FileIdentity.settling + 1),
                sha512: file.sha512,
                sha1: file.sha1,
                state: file.state
            )
        }
        var change = IndexChange()
        change.folders = [forged]
        _ = try await write(change, now: Moment(seconds: 0))
    }
}
