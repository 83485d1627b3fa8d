import Crypto
import Persistence
import Posix
import SQLite
import TestSupport
import Testing
import Time
import Transfer

@testable import Blobs

@Suite("The store", .temporaryDirectory, .ends)
struct BlobStoreTests {
    @Test("bytes at hand are there once, whoever adds them")
    func added() async throws {
        let fixture = try await BlobFixture()
        let blob = try await fixture.store.add([1, 2, 3])
        #expect(try await fixture.store.add([1, 2, 3]) == blob)
        #expect(try fixture.names() == [blob.path.string])
        #expect(try await fixture.contents([1, 2, 3]) == [1, 2, 3])
        #expect(try fixture.store.root.info().mode == 0o755)
    }

    @Test("a row is written once the content would survive a power cut, and not before")
    func settled() async throws {
        let fixture = try await BlobFixture()
        _ = try await fixture.store.add([1])
        #expect(try await fixture.rows() == 0)
        try await fixture.store.settle()
        #expect(try await fixture.rows() == 1)
        let operations = try await CrashPoints.operations {
            for number in 2..<20 as Range<UInt8> { _ = try await fixture.store.add([number]) }
            try await fixture.store.settle()
            try await fixture.store.settle()
        }
        #expect(operations.filter { $0.kind == .syncfs }.count == 1 && !operations.contains { $0.kind == .fsync })
        #expect(try await fixture.rows() == 19)
    }

    @Test("without its database it is the same store")
    func lostDatabase() async throws {
        let first = try await BlobFixture()
        let blob = try await first.store.add(BlobFixture.bytes(3000))
        try await first.store.settle()
        let second = try await BlobFixture()
        #expect(try await second.store.find(sha512: [blob.sha512]).isEmpty)
        #expect(try await second.store.find([blob.sha256]) == [blob.sha256: blob])
        try await second.store.settle()
        #expect(try await second.rows() == 1)
        #expect(try await second.store.find(sha512: [blob.sha512]) == [blob.sha512: blob])
    }

    @Test("a file that is not what it is called is removed, if nothing is known of it, and put aside if it is known")
    func damaged() async throws {
        let fixture = try await BlobFixture()
        let blob = try await fixture.store.add(BlobFixture.bytes(3000))
        try await fixture.store.settle()
        try fixture.store.root.openForAppending(blob.path).truncate(to: 2999)
        #expect(try await fixture.store.find([blob.sha256]).isEmpty)
        #expect(try await fixture.rows() == 0)
        #expect(try fixture.names().map { $0.hasPrefix("quarantine/\(blob.sha256)-") } == [true])
        let other = try await BlobFixture("other")
        let (path, digest) = (blob.path, blob.sha256)
        try other.store.root.makeDirectories(RelativePath(String(path.string.prefix(2))))
        try other.store.root.create(path).write([1])
        #expect(try await other.store.find([digest]).isEmpty)
        #expect(try other.names().isEmpty)
    }

    @Test("a lost file is not known any more, by either digest")
    func lostFile() async throws {
        let fixture = try await BlobFixture()
        let blob = try await fixture.store.add([1])
        try await fixture.store.settle()
        try fixture.store.root.unlink(blob.path)
        #expect(try await fixture.store.find(sha512: [blob.sha512]).isEmpty)
        #expect(try await fixture.rows() == 0)
    }

    @Test("a content has many names, each of which is always whole")
    func published() async throws {
        let fixture = try await BlobFixture()
        let tree = try Directory.making(AbsolutePath("\(TemporaryDirectory.current)/tree"))
        let first = try await fixture.store.add([1])
        let second = try await fixture.store.add([2])
        let path = try RelativePath("pool/a/a.deb")
        #expect(try fixture.store.publish(first, at: path, in: tree).links == 2)
        #expect(try fixture.store.publish(first, at: path, in: tree).links == 2)
        let info = try fixture.store.publish(second, at: path, in: tree)
        #expect(info.links == 2 && info.mode == 0o644 && info.size == 1)
        #expect(try tree.open(path).readAll(limit: 10) == [2])
        #expect(try tree.subdirectory(RelativePath("pool/a")).entries().map(\.name) == ["a.deb"])
        #expect(try fixture.store.root.info(first.path)?.links == 1)
    }

    @Test("a tree on another file system is refused in words that help")
    func elsewhere() async throws {
        let fixture = try await BlobFixture()
        let blob = try await fixture.store.add([1])
        let tree = try Directory.making(AbsolutePath("\(TemporaryDirectory.current)/tree"))
        let result = try await CrashPoints.failing(.crossDevice, at: 1, of: [.link]) {
            _ = try fixture.store.publish(blob, at: RelativePath("a"), in: tree)
        }
        let error = #expect(throws: TransferError.self) { try result.get() }
        #expect(error?.description.contains(fixture.store.root.path.string) == true)
        #expect(error?.description.contains(tree.path.string) == true)
        #expect(error?.hint?.contains("paths.data") == true)
    }

    @Test("many use it at once, and whoever collects garbage is told that somebody does")
    func locked() async throws {
        let fixture = try await BlobFixture()
        try await fixture.store.use {
            try await fixture.store.use {
                let error = await #expect(throws: TransferError.self) { try await fixture.store.useAlone {} }
                #expect(error?.code == .locked)
            }
        }
        try await fixture.store.useAlone {}
    }
}
