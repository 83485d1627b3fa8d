import Posix
import Reporting
import Spooling
import TestSupport
import Testing
import Time
import Transfer
import Trees

@testable import Npm

@Suite("A scan of a storage", .memoryDirectory)
struct StorageScanTests {
    private static let day: Double = 86_400

    @Test("reads what is new, and skips what it saw and nothing wrote to since")
    func incremental() async throws {
        let side = try await StorageFixture("s")
        for version in ["1.0.0", "1.1.0"] { try side.publish("demo", version) }
        try side.publish("more", "1.0.0")
        #expect(try await side.scan().scanned == 3)
        #expect(try await side.scan().scanned == 0)
        try side.publish("more", "1.0.0")
        let third = try await side.scan()
        #expect(third.scanned == 1 && third.files == 3 && third.bytes == Int64(SampleTarball.of("more", "1.0.0").count))
    }

    @Test("knows all packages of a storage that takes more than one portion, and what is broken in each")
    func portions() async throws {
        let side = try await StorageFixture("s")
        for number in 0..<520 { try side.publish("p\(number)", "1.0.0") }
        for number in [0, 260, 519] { try side.write("p\(number)/p\(number)-1.0.0.tgz", "cut") }
        let scanned = try await side.scan()
        #expect(scanned.packages == 520 && scanned.scanned == 520)
        #expect(scanned.broken.map(\.path) == ["p0/p0-1.0.0.tgz", "p260/p260-1.0.0.tgz", "p519/p519-1.0.0.tgz"])
        #expect(try await side.scan().scanned == 0)
    }

    @Test("reads what was only collected before, and a collect after it reads nothing")
    func afterCollect() async throws {
        let side = try await StorageFixture("s")
        try side.publish()
        try await side.collect()
        #expect(try await side.scan().scanned == 1)
        #expect(try await side.collect().read == 0)
    }

    @Test("reads everything when it is deep, and again what it saw more than thirty days ago")
    func dueFiles() async throws {
        let side = try await StorageFixture("s")
        try side.publish()
        try await side.scan()
        #expect(try await side.scan(deep: true).scanned == 1)
        let later = side.asking { $0 + .seconds(29 * Self.day) }
        #expect(try await later.scan().scanned == 0)
        let muchLater = side.asking { $0 + .seconds(31 * Self.day) }
        #expect(try await muchLater.scan().scanned == 1)
    }

    @Test("what it saw in a file still holds where the same bytes are written again", arguments: [0.0, 10])
    func sameBytes(ahead: Double) async throws {
        let side = try await StorageFixture("s", ahead: ahead)
        let bytes = Array("no tarball at all".utf8)
        try side.publish("demo", "1.0.0", bytes: bytes, states: .nothing)
        try side.publish("demo", "1.1.0")
        #expect(try await side.scan().broken.map(\.path) == [StorageFixture.demo])
        try side.write(StorageFixture.demo, bytes)
        #expect(try await side.collect().folder("demo")?.files.map(\.state) == [.broken, .whole])
        try side.publish("demo", "1.0.0", states: .nothing)
        #expect(try await side.collect().folder("demo")?.files.map(\.state) == [.whole, .whole])
    }

    @Test("says so when bytes are others than it remembers although nothing wrote to the file, and goes on saying so")
    func alteration() async throws {
        let side = try await StorageFixture("s")
        try side.publish(states: .nothing)
        try await side.scan()
        try await side.misremember(StorageFixture.demo)
        for deep in [true, true, false] {
            let scanned = try await side.scan(deep: deep)
            #expect(scanned.broken.map(\.kind) == [NpmFinding.altered.kind])
        }
        try side.publish(states: .nothing)
        #expect(try await side.scan().broken.isEmpty)
    }

    @Test("takes bytes that fit their digest for whole, whatever it remembers")
    func healed() async throws {
        let side = try await StorageFixture("s")
        try side.publish()
        try await side.scan()
        try await side.misremember(StorageFixture.demo)
        #expect(try await side.scan(deep: true).broken.isEmpty)
    }

    @Test("finds all that a collect finds, too")
    func collects() async throws {
        let side = try await StorageFixture("s")
        try side.publish()
        try side.remove(StorageFixture.demo)
        try side.write("stray.txt", "x")
        let scanned = try await side.scan()
        #expect(scanned.broken.map(\.kind) == [NpmFinding.missing.kind])
        #expect(try await side.findings().map(\.kind) == [NpmFinding.missing.kind, NpmFinding.stray.kind])
    }

    @Test("gives the same digests as a collect, for small files and for large ones")
    func digests() async throws {
        let (scanned, collected) = (try await StorageFixture("a"), try await StorageFixture("b"))
        for side in [scanned, collected] {
            try side.publish()
            try side.publish("old", "1.0.0", states: .shasum)
        }
        try await scanned.scan()
        try await collected.collect()
        let (left, right) = (try await scanned.collect().folders, try await collected.collect().folders)
        for folder in left {
            let name = folder.package.name
            #expect(folder.files.map(\.sha512) == right[name]?.files.map(\.sha512))
            #expect(folder.files.map(\.sha1) == right[name]?.files.map(\.sha1))
        }
    }
}
