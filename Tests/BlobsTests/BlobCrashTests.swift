import Crypto
import HTTPClient
import Persistence
import Posix
import TestSupport
import Testing

@testable import Blobs

@Suite("The store, broken off anywhere", .memoryDirectory, .ends)
struct BlobCrashTests {
    private static let small = BlobFixture.bytes(500)
    private static let large = BlobFixture.bytes(5000)
    private static let broken = BlobFixture.bytes(4000, seed: 5)

    /// Adds, fetches one that broke off before, and publishes, as a sync does.
    private func work(_ fixture: BlobFixture, _ url: String) async throws {
        let tree = try Directory.making(AbsolutePath("\(fixture.store.root.path.string)-tree"))
        var blobs = [try await fixture.store.add(Self.small)]
        blobs.append(try await fixture.fetch("\(url)/large", Self.large).blob)
        blobs.append(try await fixture.fetch("\(url)/broken", Self.broken).blob)
        try await fixture.store.settle()
        for blob in blobs { _ = try fixture.store.publish(blob, at: RelativePath("a/\(blob.size)"), in: tree) }
    }

    private func prepare(_ name: String, _ upstream: BlobUpstream, _ url: String) async throws -> BlobFixture {
        upstream["/large"] = BlobUpstream.File(bytes: Self.large, etag: "\"1\"")
        upstream["/broken"] = BlobUpstream.File(bytes: Self.broken, etag: "\"2\"", breaksAfter: 2000)
        let fixture = try await BlobFixture(name)
        _ = try? await fixture.fetch("\(url)/broken", Self.broken)
        upstream["/broken"]?.breaksAfter = nil
        return fixture
    }

    /// What has a row is whole, and so is what has a name in the tree.
    private func requireSound(_ fixture: BlobFixture) async throws {
        for bytes in [Self.small, Self.large, Self.broken] {
            let known = try await fixture.store.find(sha512: [SHA512.hash(bytes)]).values.first
            if let known {
                try Broken.unless(try fixture.store.open(known).readAll(limit: 10_000) == bytes, "a row lies")
            }
            let tree = try Directory.orAbsent(AbsolutePath("\(fixture.store.root.path.string)-tree"))
            let path = try RelativePath("a/\(bytes.count)")
            if try tree.info(path) != nil {
                try Broken.unless(try tree.open(path).readAll(limit: 10_000) == bytes, "a name lies")
            }
        }
    }

    private func requireEnd(_ fixture: BlobFixture, _ url: String) async throws {
        let again = try await BlobFixture(fixture.store.root.path.lastComponent, database: fixture.database)
        try await work(again, url)
        try await requireSound(again)
        try Broken.unless(try await again.rows() == 3, "rows are missing")
        let left = try again.names().filter { $0.hasSuffix(".etag") }
        try Broken.unless(left.isEmpty, "\(left) is left over")
    }

    @Test("holds whole contents alone, and ends the same when it is done again")
    func stops() async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let stops = try await CrashPoints.forEachStop { point in
                let fixture = try await prepare("stop-\(point.number)", upstream, url)
                _ = try await point.run { try await work(fixture, url) }
                let after = try await BlobFixture("stop-\(point.number)", database: fixture.database)
                try await requireSound(after)
                try await requireEnd(fixture, url)
            }
            #expect(stops > 20)
        }
    }

    @Test("says that it could not save, and goes on later", arguments: [Errno.noSpace, .inputOutput])
    func failures(errno: Errno) async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let failures = try await CrashPoints.forEachFailure(errno) { point in
                let fixture = try await prepare("failure-\(point.number)", upstream, url)
                let result = try await point.run { try await work(fixture, url) }
                if case .failure(let error) = result { #expect((error as? SystemError)?.errno == errno, "\(error)") }
                try await requireSound(fixture)
                try await requireEnd(fixture, url)
            }
            #expect(failures > 15)
        }
    }

    @Test("whatever of it a power cut takes, a row that is left speaks the truth")
    func powerCuts() async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let fixture = try await prepare("filled", upstream, url)
            let trace = try await PowerTrace.record(of: fixture.store.root) {
                _ = try await fixture.store.add(Self.small)
                _ = try await fixture.fetch("\(url)/large", Self.large)
                try await fixture.store.settle()
            }
            var ends = 0
            for (number, cut) in try trace.cuts().enumerated() {
                let path = try AbsolutePath("\(TemporaryDirectory.current)/cut-\(number)")
                try cut.restore(to: Directory.making(path))
                // Rows are written after the last operation alone, so only then may the database have them.
                let after = try await BlobFixture("cut-\(number)", database: cut.isEnd ? fixture.database : nil)
                for bytes in [Self.small, Self.large] {
                    let found = try await after.contents(bytes)
                    #expect(found == nil || found == bytes, "\(cut)")
                    if cut.isEnd { #expect(found != nil, "\(cut)") }
                }
                if cut.isEnd { ends += 1 }
                #expect(try await after.fetch("\(url)/large", Self.large).blob.size == 5000)
                #expect(try await after.contents(Self.large) == Self.large, "\(cut)")
            }
            #expect(ends > 0)
        }
    }
}
