import Crypto
import HTTPClient
import Persistence
import Posix
import Reporting
import SQLite
import Synchronization
import TestSupport
import Testing
import Time
import Transfer

@testable import Blobs

@Suite("Keeping the store", .temporaryDirectory, .ends)
struct KeepingTests {
    private func tree() throws -> Directory {
        try Directory.making(AbsolutePath("\(TemporaryDirectory.current)/tree"))
    }

    private func collect(
        _ fixture: BlobFixture,
        before moment: Moment = WallClock.system.now() + .seconds(3600),
        incoming: Moment = Moment(nanoseconds: 0),
        isDryRun: Bool = false,
        listed: (Set<SHA512Digest>) throws -> Set<SHA512Digest> = { _ in [] }
    ) async throws -> Garbage {
        try await fixture.store.collectGarbage(
            before: moment,
            incomingBefore: incoming,
            isDryRun: isDryRun,
            reporter: .silent,
            listed: listed
        )
    }

    private func verify(_ fixture: BlobFixture, isDryRun: Bool = false) async throws -> StoreVerification {
        try await BlobFixture.pool.run {
            try await fixture.store.verify(
                threads: 2,
                on: BlobFixture.pool,
                isDryRun: isDryRun,
                reporter: .silent
            )
        }
    }

    @Test("what has a name, what a snapshot lists and what is young stays; a trial says the same and removes nothing")
    func collected() async throws {
        let fixture = try await BlobFixture(clock: WallClock { Moment(seconds: 1000) })
        let named = try await fixture.store.add([1])
        let listed = try await fixture.store.add([2])
        let garbage = try await fixture.store.add([3, 3])
        try await fixture.store.settle()
        let young = try await fixture.store.add([4])
        _ = try fixture.store.publish(named, at: RelativePath("a"), in: tree())
        var expected = Garbage(blobs: 1, bytes: 2, oldest: Moment(seconds: 1000))
        (expected.keptForSnapshots, expected.keptAsYoung) = (1, 1)
        for isDryRun in [true, false] {
            let found = try await collect(fixture, before: Moment(seconds: 2000), isDryRun: isDryRun) { wanted in
                #expect(wanted == [listed.sha512, garbage.sha512])
                return [listed.sha512]
            }
            #expect(found == expected)
            #expect(try fixture.names().contains(garbage.path.string) == isDryRun)
        }
        #expect(try await fixture.store.find([named, listed, young].map(\.sha256)).count == 3)
        #expect(try await fixture.rows() == 2)
    }

    @Test("a file without a row is read before it is garbage: a snapshot may list it")
    func unknown() async throws {
        let first = try await BlobFixture()
        let blob = try await first.store.add([1, 2])
        let second = try await BlobFixture()
        #expect(try await collect(second) { $0 }.keptForSnapshots == 1)
        #expect(try await collect(second).blobs == 1)
        #expect(try second.names() == [] && blob.size == 2)
    }

    @Test("a snapshot that cannot be read keeps everything")
    func unreadable() async throws {
        struct Unreadable: Error {}
        let fixture = try await BlobFixture()
        _ = try await fixture.store.add([1])
        await #expect(throws: Unreadable.self) { try await collect(fixture) { _ in throw Unreadable() } }
        #expect(try fixture.names().count == 1)
    }

    @Test("downloads that broke off long ago go; one that is being written stays")
    func incoming() async throws {
        let fixture = try await BlobFixture()
        let root = fixture.store.root
        try root.create(RelativePath("incoming/1.part")).write([1, 2, 3])
        let file = try IncomingFile.resuming("2", in: root)
        #expect(try await collect(fixture, incoming: Moment(nanoseconds: 0)).incoming == 0)
        let found = try await collect(fixture, incoming: WallClock.system.now() + .seconds(3600))
        #expect(found.incoming == 1 && found.incomingBytes == 3)
        #expect(try fixture.names() == ["incoming/2.part"])
        file.drop()
    }

    @Test("nothing is collected while something is fetched for use")
    func inUse() async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let (fixture, bytes) = (try await BlobFixture(), BlobFixture.bytes(5000))
            upstream["/f"] = BlobUpstream.File(bytes: bytes)
            try await fixture.store.use {
                let blob = try await fixture.fetch("\(url)/f", bytes).blob
                let error = await #expect(throws: TransferError.self) { try await collect(fixture) }
                #expect(error?.code == .locked)
                try await fixture.store.settle()
                _ = try fixture.store.publish(blob, at: RelativePath("a"), in: tree())
            }
            #expect(try await collect(fixture).blobs == 0)
            #expect(try await fixture.contents(bytes) == bytes)
        }
    }

    @Test("garbage goes from a full disk, too")
    func full() async throws {
        try await CrashPoints.forEachFailure(.noSpace, of: [.create, .write, .makeDirectory, .fsync, .syncfs, .rename])
        {
            point in
            let fixture = try await BlobFixture("full-\(point.number)")
            _ = try await fixture.store.add([1])
            try await fixture.store.settle()
            // The lock is made with the store, and opening it for appending makes nothing.
            let result = try await point.run { try await collect(fixture).blobs }
            if case .success(let blobs) = result { #expect(blobs == 1) }
        }
    }

    @Test("stopped anywhere, it goes on the next time")
    func stopped() async throws {
        let stops = try await CrashPoints.forEachStop { point in
            let fixture = try await BlobFixture("stop-\(point.number)")
            for number in 1...3 as ClosedRange<UInt8> { _ = try await fixture.store.add([number]) }
            try await fixture.store.settle()
            _ = try await point.run { try await collect(fixture).blobs }
            _ = try await collect(fixture)
            #expect(try fixture.names() == [])
        }
        #expect(stops >= 3)
    }

    @Test("what is not what it is called is put aside, and whoever has it is named and forgets it")
    func verified() async throws {
        let fixture = try await BlobFixture()
        let whole = try await fixture.store.add([1])
        let broken = try await fixture.store.add(BlobFixture.bytes(3000))
        let gone = try await fixture.store.add([2])
        try await fixture.store.settle()
        let info = try fixture.store.publish(broken, at: RelativePath("pool/a.deb"), in: tree())
        try await fixture.database.write { connection in
            for (path, inode) in [("pool/a.deb", info.inode), ("pool/b.deb", info.inode + 1)] {
                try connection.execute(
                    """
                    INSERT INTO files (repository, path, package, location, device, inode, size, modified, changed,
                        hashed_at, sha512, state) VALUES ('deb', ?, 'a', ?, ?, ?, 3000, 0, 0, 0, zeroblob(64), 'whole')
                    """,
                    [.text(path), .text(path), .integer(Int64(info.device)), .integer(Int64(inode))]
                )
            }
        }
        let file = try tree().openForAppending(RelativePath("pool/a.deb"))
        try file.truncate(to: 2999)
        try file.write([0])
        try fixture.store.root.unlink(gone.path)
        for isDryRun in [true, false] {
            let found = try await verify(fixture, isDryRun: isDryRun)
            #expect(found.files == 2 && found.bytes == 3001)
            #expect(found.broken.map(\.sha256) == [broken.sha256] && found.missing == [gone.sha256])
            #expect(found.broken.first?.published == [.init(repository: "deb", path: "pool/a.deb")])
            #expect(try fixture.names().contains { $0.hasPrefix("quarantine/\(broken.sha256)-") } == !isDryRun)
        }
        let paths = try await fixture.database.read { try $0.fetchAll("SELECT path FROM files") { $0.text(0) } }
        #expect(paths == ["pool/b.deb"])
        let rows = try await fixture.database.read {
            try $0.fetchAll("SELECT verified_at IS NOT NULL FROM blobs") { $0.integer(0) }
        }
        #expect(rows == [1])
        #expect(try await verify(fixture).broken.isEmpty && whole.size == 1)
    }

    @Test("whoever fetches again is told what is broken or gone")
    func hook() async throws {
        let fixture = try await BlobFixture()
        let (first, second) = (try await fixture.store.add([1]), try await fixture.store.add([2]))
        try await fixture.store.settle()
        try fixture.store.root.openForAppending(first.path).write([9])
        try fixture.store.root.unlink(second.path)
        let told = Mutex<[SHA256Digest]>([])
        _ = try await BlobFixture.pool.run {
            try await fixture.store.verify(threads: 1, on: BlobFixture.pool, reporter: .silent) { lost in
                told.withLock { $0 += lost }
            }
        }
        #expect(told.withLock { Set($0) } == [first.sha256, second.sha256])
    }

    @Test("it says what it holds and what it spares")
    func statistics() async throws {
        let fixture = try await BlobFixture()
        #expect(try await fixture.store.statistics() == StoreStatistics())
        let blob = try await fixture.store.add([1, 2, 3])
        _ = try await fixture.store.add([4])
        try await fixture.store.settle()
        try await fixture.database.write { connection in
            for (repository, path) in [("a", "x"), ("a", "y"), ("b", "x")] {
                try connection.execute(
                    """
                    INSERT INTO files (repository, path, package, location, device, inode, size, modified, changed,
                        hashed_at, sha512, state) VALUES (?, ?, 'p', '', 1, 1, 3, 0, 0, 0, ?, 'whole')
                    """,
                    [.text(repository), .text(path), .blob(blob.sha512.bytes)]
                )
            }
        }
        try fixture.store.root.create(RelativePath("incoming/1.part")).write([1])
        let found = try await fixture.store.statistics()
        #expect(found.blobs == .init(files: 2, bytes: 4) && found.incoming == .init(files: 1, bytes: 1))
        #expect(
            found.repositories == [
                .init(repository: "a", published: .init(files: 2, bytes: 6)),
                .init(repository: "b", published: .init(files: 1, bytes: 3)),
            ]
        )
        #expect(found.saved == 5)
    }
}
