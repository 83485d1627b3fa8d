import Foundation
import Testing
import Trees

@testable import Npm

/// Walks over the packuments that a registry answered three months after a storage was filled, in the folder that
/// PACKFERRY_DATA names; skipped by name where that is not set.
@Suite(
    "Real closures",
    RealData(archive: RealData.npm2025),
    .enabled(if: RealData.isHere(RealData.npm2025), RealData.absence(RealData.npm2025))
)
struct RealClosureTests {
    @Test("the closure of all latest versions has every tarball that npm brought package by package, but one")
    func oracle() throws {
        let before = try Self.tarballs("verdaccio-6/t0/storage")
        let after = try Self.tarballs("verdaccio-6/t1/storage")
        let closure = try Self.refresh(of: before.keys.sorted(), platforms: ["linux-x64-glibc"])
        var missing: [String] = []
        for (name, files) in after {
            let wanted = Set(closure.closure.wanted[name, default: [:]].filter(\.value.isTarball).keys)
            let manifest = closure.manifests[name]
            let fetched = Set(wanted.compactMap { manifest?.tarball(of: $0)?.file.string })
            missing += files.subtracting(before[name] ?? []).subtracting(fetched)
        }
        // Only the project itself asked for a version of the major below the latest.
        #expect(missing == ["zod-3.25.76.tgz"])
        #expect(closure.closure.unresolved.texts == [])
        #expect(closure.closure.otherPlatforms.texts == [])
        #expect(closure.closure.elsewhere.texts == [])
        // yarn 4 asks for it because of fsevents; nobody had it in this storage.
        #expect(closure.closure.skipped.map(\.name) == ["node-gyp"])
    }

    @Test("the newest of each cached line brings the one that a project asked for")
    func siblings() throws {
        let zod = try PackageName("zod")
        let manifest = try #require(try Self.manifest(zod))
        let cached = Set(["3.25.46"])
        #expect(RefreshVersions.siblings.versions(of: manifest, cached: cached).contains("3.25.76"))
        #expect(!RefreshVersions.latest.versions(of: manifest, cached: cached).contains("3.25.76"))
    }

    @Test("what the walk lists is what the archive of its tarballs lists")
    func metadataOnly() throws {
        let names = try Self.tarballs("verdaccio-6/t0/storage").keys.sorted()
        let (closure, manifests) = try Self.refresh(of: names, platforms: ["linux-x64-glibc", "linux-x64-musl"])
        let facts = try manifests.keys.compactMap { try Self.packument($0).map { PackageFacts($0) } }
        let plan = MetadataOnlyPlan(
            facts: facts,
            kept: closure.wanted.mapValues { Set($0.filter(\.value.isTarball).keys) },
            platforms: ["linux-x64-glibc", "linux-x64-musl"].compactMap(Platform.init(parsing:))
        )
        let listed = closure.wanted.mapValues { Set($0.filter { !$0.value.isTarball }.keys) }.filter {
            !$0.value.isEmpty
        }
        #expect(plan.versions.allSatisfy { $0.value.isSubset(of: listed[$0.key] ?? []) })
        #expect(plan.versions.count > 10)
    }

    @Test("twenty thousand packages of the usual size fit into memory")
    func footprint() throws {
        let names = try Self.tarballs("verdaccio-6/t0/storage").keys.sorted()
        let manifests = try names.compactMap(Self.manifest)
        let versions = manifests.reduce(0) { $0 + $1.rows.count }
        let bytes = manifests.reduce(0) { $0 + $1.withoutDigests().footprint }
        #expect(versions > 17_000)
        #expect(bytes * 20_000 / manifests.count < 128 << 20, "\(bytes / versions) bytes a version")
    }

    /// Walks from the latest version of each package to the end.
    private static func refresh(
        of names: [PackageName],
        platforms: [String]
    ) throws -> (closure: Closure, manifests: [PackageName: PackageManifest]) {
        var walk = DependencyWalk(platforms: platforms.compactMap(Platform.init(parsing:)))
        var manifests: [PackageName: PackageManifest] = [:]
        for name in names {
            guard let manifest = try manifest(name) else { continue }
            for version in RefreshVersions.latest.versions(of: manifest, cached: []) {
                try walk.want(name, exactly: version, because: .root("refresh"), as: .whereItFits)
            }
        }
        while !walk.isFinished {
            for name in walk.nextNeeded() {
                manifests[name] = try manifest(name)
                try walk.supply(name, manifests[name])
            }
        }
        return (walk.result(), manifests)
    }

    private static func manifest(_ name: PackageName) throws -> PackageManifest? {
        try packument(name).map { try PackageManifest.kept($0) }
    }

    /// What the registry answers on the second day.
    private static func packument(_ name: PackageName) throws -> Packument? {
        guard let data = FileManager.default.contents(atPath: RealData.path("upstream/\(name)/t1.json")) else {
            return nil
        }
        return try Packument(reading: Array(data), of: name)
    }

    /// The tarballs that lie in a storage, by package.
    private static func tarballs(_ storage: String) throws -> [PackageName: Set<String>] {
        let root = RealData.path(storage)
        var found: [PackageName: Set<String>] = [:]
        for path in try #require(FileManager.default.enumerator(atPath: root)).compactMap({ $0 as? String }) {
            guard path.hasSuffix(".tgz") || path.hasSuffix("package.json"), let slash = path.lastIndex(of: "/"),
                let name = try? PackageName(String(path[..<slash]))
            else { continue }
            found[name, default: []].formUnion(
                path.hasSuffix(".tgz") ? [String(path[path.index(after: slash)...])] : []
            )
        }
        return found
    }
}
