import TestSupport
import Testing
import Trees

@testable import Npm

@Suite("A refresh of thousands of packages", .temporaryDirectory, .ends)
struct ManyPackagesTests {
    private static let count = 5000

    /// Packages of which 1.0.0 is cached, and 1.1.0 is there upstream.
    private func side() async throws -> StorageFixture {
        let side = try await StorageFixture("near")
        for name in (0..<Self.count).map({ "p\($0)" }) {
            let versions = ["1.0.0", "1.1.0"].map { version in
                "\"\(version)\":"
                    + PackumentFixture.object(name, version, content: StorageFixture.content(name, version))
            }
            try side.write(
                "\(name)/package.json",
                "{\"name\":\"\(name)\",\"dist-tags\":{\"latest\":\"1.1.0\"},\"versions\":{\(versions.joined(separator: ","))}}"
            )
            try side.write(StorageFixture.tarball(name, "1.0.0"), StorageFixture.content(name, "1.0.0"))
        }
        return side
    }

    @Test("ends with exactly those named of which something could not be had, and has all others")
    func faults() async throws {
        let side = try await side()
        let names = (0..<Self.count).map { "p\($0)" }.shuffled()
        let faulty = names.prefix(Self.count / 100)
        let (lying, gone, failing) = (faulty.prefix(17), faulty.dropFirst(17).prefix(17), faulty.dropFirst(34))
        let supply = FakeSupply(
            side,
            lies: Set(lying.map { "\($0)/\($0)-1.1.0.tgz" }),
            gone: Set(gone.map { "\($0)/\($0)-1.1.0.tgz" }),
            failing: Set(failing)
        )
        let report = try await RefreshTrial.run(side, supply)
        let failed = report.packages.filter { $0.outcome == .failed }.map(\.name)
        #expect(Set(failed) == Set(faulty))
        #expect(Set(report.packages.filter { $0.problems.contains(where: \.isGone) }.map(\.name)) == Set(gone))
        // What could not be asked for is fetched all the same, as far as the document that lies here knows it.
        #expect(report.files == Self.count - lying.count - gone.count)
        #expect(report.packages.count { $0.outcome == .refreshed } == Self.count - faulty.count)
    }
}
