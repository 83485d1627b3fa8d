import Posix
import TestSupport
import Testing
import Transfer
import Trees

@testable import Npm

/// A cache as it lay on a disk for years.
@Suite(
    RealData(archive: RealData.verdaccio2018),
    .temporaryDirectory,
    .enabled(if: RealData.isHere(RealData.verdaccio2018), RealData.absence(RealData.verdaccio2018))
)
struct RealCacheScanTests {
    @Test("a cache of 2018 has one file missing, one stray, and nothing broken")
    func cache() async throws {
        let side = try await StorageFixture("old")
        try side.copy(from: RealData.path("storage"))
        let scanned = try await side.scan()
        #expect(scanned.scanned == 832 && scanned.drifted.isEmpty)
        #expect(scanned.broken.map(\.path) == ["foundation-sites/foundation-sites-6.5.0-rc.1.tgz"])
        #expect(try await side.findings().map(\.kind.rawValue).sorted() == ["missing", "stray"])
    }
}

/// What npm, yarn and pnpm brought into a Verdaccio.
@Suite(
    RealData(archive: RealData.npm2025),
    .temporaryDirectory,
    .enabled(if: RealData.isHere(RealData.npm2025), RealData.absence(RealData.npm2025))
)
struct RealStorageScanTests {
    /// What happens to every n-th tarball, in turn.
    private static let damages: [@Sendable ([UInt8]) -> [UInt8]] = [
        { _ in [] },
        { Array($0.prefix($0.count / 2)) },
        { $0.dropLast(1) + [] },
        { bytes in
            var bytes = bytes
            bytes[bytes.count / 2] ^= 1
            return bytes
        },
        { Array($0.prefix($0.count / 3)) + [UInt8](repeating: 0, count: $0.count - $0.count / 3) },
        { _ in Array("<html><title>Sign in</title></html>".utf8) },
        { _ in SampleTarball.of("another", "1.0.0") },
    ]

    @Test("of a real storage exactly the files that something happened to are named")
    func exact() async throws {
        let side = try await StorageFixture("near")
        try side.copy(from: RealData.path("verdaccio-6/t0/storage"))
        let first = try await side.scan()
        #expect(first.scanned == 343 && first.broken.isEmpty && first.drifted.isEmpty)
        let files = try await side.collect().folders.flatMap(\.files).map(\.path.string).sorted()
        var damaged: [String] = []
        for (index, path) in files.enumerated() where index % 10 == 3 {
            let damage = Self.damages[damaged.count % Self.damages.count]
            try side.write(path, damage(side.storage.open(RelativePath(path)).readAll(limit: 64 << 20)))
            damaged.append(path)
        }
        let second = try await side.scan()
        #expect(second.broken.map(\.path) == damaged && second.scanned == damaged.count && damaged.count == 34)
        let kinds = Set(second.broken.map(\.kind))
        #expect(kinds == [NpmFinding.empty.kind, NpmFinding.damaged.kind, NpmFinding.wrongPackage.kind])
    }
}
