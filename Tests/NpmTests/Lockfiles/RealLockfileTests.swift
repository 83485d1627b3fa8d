import Foundation
import JSON
import Posix
import Testing
import Trees

@testable import Npm

/// What npm, yarn and pnpm wrote for one project, against its storage on two days, in the folder that PACKFERRY_DATA
/// names; skipped by name where that is not set.
@Suite(
    "Real lockfiles",
    RealData(archive: RealData.npm2025),
    .enabled(if: RealData.isHere(RealData.npm2025), RealData.absence(RealData.npm2025))
)
struct RealLockfileTests {
    @Test(
        "every client's lockfile is read, and its packages are there but for what the client needs besides",
        arguments: [
            ("package-lock.t0.json", "t0", 0), ("package-lock.t1.json", "t1", 0), ("package-lock.v1.json", "t1", 0),
            ("package-lock.v2.json", "t1", 0), ("pnpm-lock.yaml", "t1", 0), ("yarn.lock", "t1", 26),
            ("yarn-berry.lock", "t1", 43), ("package.json", "t1", 0),
        ]
    )
    func lockfiles(_ file: String, _ moment: String, _ missing: Int) throws {
        let check = try check(file, moment)
        #expect(check.checked > 25)
        #expect(check.missing.count == missing, "\(check.missing.prefix(3).map { "\($0.package) \($0.state)" })")
        #expect((check.request == nil) == check.missing.isEmpty)
    }

    @Test("a lockfile of the later day misses on the earlier one what came between")
    func later() throws {
        let check = try check("package-lock.t1.json", "t0")
        #expect(check.missing.count > 20)
        #expect(check.missing.allSatisfy { $0.state == .missing })
        let request = try RequestedSet(reading: try #require(check.request).encoded())
        #expect(request.pins.count == check.missing.count)
    }

    @Test("yarn's lockfile names the host that only the online side reaches")
    func hosts() throws {
        #expect(try check("yarn.lock", "t1").hosts.map(\.name) == ["127.0.0.1:4873"])
        #expect(try check("package-lock.v1.json", "t1").hosts.map(\.name) == ["127.0.0.1:4873"])
        #expect(try check("package-lock.t1.json", "t1").hosts.isEmpty)
        #expect(try check("yarn.lock", "t1", ownHosts: ["127.0.0.1"]).hosts.isEmpty)
    }

    private func check(
        _ file: String,
        _ moment: String,
        ownHosts: Set<String> = []
    ) throws -> InstallCheck {
        let path = RealData.path("verdaccio-6/lock/\(file)")
        let data = try #require(FileManager.default.contents(atPath: path))
        let root = try Directory(opening: AbsolutePath(RealData.path("verdaccio-6/\(moment)/storage")))
        let shelves = PackageShelves(root: root, layout: StorageLayout(nil))
        let platforms = ["linux-x64-glibc"].compactMap(Platform.init(parsing:))
        return try InstallChecker(shelves: shelves, platforms: platforms)
            .check(RequestedSet(reading: Array(data)), ownHosts: ownHosts)
    }
}
