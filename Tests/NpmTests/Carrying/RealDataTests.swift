import Posix
import Reporting
import Spooling
import TestSupport
import Testing
import Transfer
import Trees

@testable import Npm

/// One project's life in a real Verdaccio 6, as of two days three months apart.
@Suite(
    RealData(archive: RealData.npm2025),
    .temporaryDirectory,
    .enabled(if: RealData.isHere(RealData.npm2025), RealData.absence(RealData.npm2025))
)
struct RealCarryTests {
    private func near(_ moment: String) async throws -> StorageFixture {
        let near = try await StorageFixture("near")
        try near.copy(from: RealData.path("verdaccio-6/\(moment)/storage"))
        return near
    }

    private func tarballs(_ manifest: Manifest?) -> Int { manifest?.files.count { $0.entry.kind == .file } ?? 0 }

    @Test("three months later, the second archive holds the 115 new tarballs and no other")
    func twoCarries() async throws {
        let (near, far) = (try await near("t0"), try await StorageFixture("far"))
        let first = try await near.build()
        #expect(tarballs(first.manifest) == 343)
        // Two packages whose every version is elsewhere.
        #expect(first.report.notCached.count == 2 && first.warnings.isEmpty && !first.isPartial)
        let applied = try await far.apply(near.archive(first))
        #expect(applied.placed == 343 && !applied.isPartial)
        try near.copy(from: RealData.path("verdaccio-6/t1/storage"))
        let second = try await near.build()
        #expect(tarballs(second.manifest) == 115 && second.manifest?.deletes.isEmpty == true)
        let next = try await far.apply(near.archive(second))
        #expect(next.placed == 115 && next.replaced == 0 && !next.isPartial)
        #expect(try await near.build().artifact == nil)
        for archive in [first, second] { #expect(try await !far.apply(near.archive(archive)).didChange) }
        try await expectInstallable(far, tarballs: 458)
        #expect(try far.text(".verdaccio-db.json") == nil)
    }

    /// Every version that is listed has its tarball, whole, or is one that no client here would download.
    private func expectInstallable(_ far: StorageFixture, tarballs: Int) async throws {
        let collected = try await far.collect(deep: true)
        #expect(collected.files == tarballs)
        #expect(try await far.findings().isEmpty)
        for folder in collected.folders {
            let name = folder.package.name
            let whole = Set(folder.files.filter { $0.state == .whole }.compactMap(\.version))
            let packument = try #require(try far.packument(name.string))
            for version in packument.versions where !whole.contains(version.version) {
                let fits = version.platform.map { fields in far.platforms.contains(where: fields.fits) } ?? true
                #expect(!fits, "\(name) \(version.version)")
            }
            #expect(packument.tag("latest").map { packument.version($0) != nil } == true)
        }
    }

    @Test("the very tree is a different one to nobody: captured with a fresh index, it has the same id")
    func sameSnapshot() async throws {
        let near = try await near("t1")
        let ids = [try await near.build(BuildRequest(dryRun: true)).target.id]
        let again = try await StorageFixture("near")
        #expect(try await again.build(BuildRequest(dryRun: true)).target.id == ids[0])
    }
}

/// A real pull-through cache of Verdaccio 3, as it lay on disk in 2018.
@Suite(
    RealData(archive: RealData.verdaccio2018),
    .temporaryDirectory,
    .enabled(if: RealData.isHere(RealData.verdaccio2018), RealData.absence(RealData.verdaccio2018))
)
struct OldStorageTests {
    /// A folder in a package's own, with a `.tar` in it.
    private static let stray = "@webassemblyjs/helper-code-frame/helper-code-frame-1.5.12"

    @Test("all 832 tarballs of 751 packuments are found, the one that is missing, and the stray one")
    func collected() async throws {
        let side = try await StorageFixture("s")
        try side.copy(from: RealData.path("storage"))
        let collected = try await side.collect()
        #expect(collected.files == 832)
        #expect(collected.folders.count(where: { $0.package.sha512 != nil }) == 751)
        let findings = try await side.findings()
        let missing = findings.filter { NpmFinding($0) == .missing }.map(\.path)
        #expect(missing == ["foundation-sites/foundation-sites-6.5.0-rc.1.tgz"])
        #expect(findings.filter { NpmFinding($0) == .stray }.map(\.path) == [Self.stray])
        #expect(try await side.collect().read < 10)
    }

    @Test("what is whole of it crosses the gap")
    func carried() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.copy(from: RealData.path("storage"))
        let result = try await near.build()
        let whole = try await near.collect().folders.reduce(0) { $0 + $1.files.count { $0.state == .whole } }
        #expect(result.manifest?.files.count { $0.entry.kind == .file } == whole && whole > 800)
        let applied = try await far.apply(near.archive(result))
        #expect(applied.placed == whole && !applied.isPartial)
        #expect(try await !far.apply(near.archive(result)).didChange)
        #expect(try await far.collect().folders.allSatisfy { $0.files.allSatisfy { $0.state == .whole } })
    }
}
