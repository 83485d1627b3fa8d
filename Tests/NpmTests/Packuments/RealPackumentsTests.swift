import Crypto
import FoundationEssentials
import JSON
import Npm
import Testing

/// Runs over real storages, in the folder that PACKFERRY_DATA names; skipped by name where that is not set.
@Suite(
    "Real packuments",
    RealData(archive: RealData.npm2025),
    .enabled(if: RealData.isHere(RealData.npm2025), RealData.absence(RealData.npm2025))
)
struct RealPackumentsTests {
    @Test(
        "a storage is pruned to what is there, and other platforms' packages are kept as metadata",
        arguments: [
            ("verdaccio-6/t0/storage", [346, 17_621, 343, 26, 17_252, 0, 2]),
            ("verdaccio-6/t1/storage", [356, 18_192, 458, 51, 17_683, 0, 2]),
        ]
    )
    func storages(_ path: String, _ expected: [Int]) throws {
        let storage = try RealStorage(path)
        let plan = storage.plan(["linux-x64-glibc"])
        var counts = [storage.packages.count, 0, 0, 0, 0, 0, 0]
        for package in storage.packages {
            let (bytes, dropped) = package.render(plan)
            let rendered = try bytes.map { try Packument(scanning: $0) }
            let (listed, installable) = (rendered?.versions.count ?? 0, rendered?.attachments.count ?? 0)
            counts[1] += package.packument.versions.count
            counts[2] += installable
            counts[3] += listed - installable
            counts[4] += package.packument.versions.count - listed - dropped.count
            counts[5] += dropped.count
            counts[6] += bytes == nil ? 1 : 0
            if let bytes { try package.check(bytes, plan) }
        }
        #expect(counts == expected)
    }

    @Test("what t0 and t1 send merges to the same tree in either order")
    func merges() throws {
        let old = try RealStorage("verdaccio-6/t0/storage")
        let new = try RealStorage("verdaccio-6/t1/storage")
        let plans = (old.plan(["linux-x64-glibc"]), new.plan(["linux-x64-glibc"]))
        for package in new.packages {
            let first = old.packages.first { $0.packument.name == package.packument.name }?.render(plans.0).bytes
            guard let first, let second = package.render(plans.1).bytes else { continue }
            let tarballs = package.tarballs.mapValues { LocalTarball($0, owner: .source) }
            var contents: Set<String> = []
            for order in [[(first, 1), (second, 2)], [(second, 2), (first, 1)]] {
                var site = try FarSide(package.packument.name.string)
                site.tarballs = tarballs
                for (bytes, sequence) in order { try site.merge(bytes, .regular, Int64(sequence)) }
                contents.insert(try site.content)
            }
            #expect(contents.count == 1, "\(package.packument.name)")
        }
    }
}

/// A storage read from disk.
struct RealStorage {
    struct Package {
        let packument: Packument
        let tarballs: [TarballFileName: TarballDigests]

        func render(_ plan: MetadataOnlyPlan) -> (bytes: [UInt8]?, dropped: [DroppedVersion]) {
            OfflineReady.render(packument, tarballs: tarballs, metadataOnly: plan.versions[packument.name] ?? [])
        }

        /// Rendering what was rendered changes nothing, and every object is what it was.
        func check(_ bytes: [UInt8], _ plan: MetadataOnlyPlan) throws {
            let rendered = try Packument(scanning: bytes, expecting: packument.name)
            let again = OfflineReady.render(
                rendered,
                tarballs: tarballs,
                metadataOnly: plan.versions[packument.name] ?? []
            )
            #expect(again.bytes == bytes)
            for version in rendered.versions {
                let source = try #require(packument.version(version.version))
                #expect(rendered.bytes[version.span] == packument.bytes[source.span])
            }
        }
    }

    private(set) var packages: [Package] = []

    init(_ path: String) throws {
        try read(RealData.path(path))
    }

    func plan(_ platforms: [String]) -> MetadataOnlyPlan {
        var kept: [PackageName: Set<String>] = [:]
        for package in packages {
            let present = package.packument.versions.filter { version in
                version.dist.map { package.tarballs[$0.file] != nil } ?? false
            }
            kept[package.packument.name] = Set(present.map(\.version))
        }
        let facts = packages.map { PackageFacts($0.packument) }
        return MetadataOnlyPlan(facts: facts, kept: kept, platforms: platforms.compactMap(Platform.init))
    }

    private mutating func read(_ folder: String) throws {
        var tarballs: [TarballFileName: TarballDigests] = [:]
        for entry in try FileManager.default.contentsOfDirectory(atPath: folder) where !entry.hasPrefix(".") {
            let path = folder + "/" + entry
            var isFolder = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            if isFolder {
                try read(path)
            } else if let file = try? TarballFileName(entry) {
                let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
                tarballs[file] = TarballDigests(sha512: SHA512.hash(bytes), sha1: SHA1.hash(bytes))
            }
        }
        guard let document = try? Data(contentsOf: URL(filePath: folder + "/package.json")) else { return }
        packages.append(Package(packument: try Packument(scanning: [UInt8](document)), tarballs: tarballs))
    }
}
