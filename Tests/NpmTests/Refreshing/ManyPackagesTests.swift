import Foundation
import Posix
import TestSupport
import Testing
import Trees

@testable import Npm

@Suite("A refresh of thousands of packages", .memoryDirectory, .ends)
struct ManyPackagesTests {
    private static let count = 5000
    /// How many packages lie behind an upstream that is really asked; all of them where there is time for it.
    private static let isWhole = ProcessInfo.processInfo.environment["PACKFERRY_MANY_PACKAGES"] == "all"

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

    @Test("asks for each of many packages behind an upstream once, and fetches the thirty that changed")
    func fewChanges() async throws {
        let count = Self.isWhole ? 20_000 : 1000
        let upstream = CountedUpstream(packages: count, changed: 30)
        try await upstream.serving { (url) async throws in
            let side = try await upstream.side(at: url)
            let filled = try FilledStorage(url, in: side.storage.path, threshold: 5)
            let report = try await RefreshTrial.run(side, filled.pull)
            #expect(report.packages.count == count)
            #expect(Set(report.packages.filter { $0.outcome == .refreshed }.map(\.name)) == upstream.changed)
            #expect(report.packages.count { $0.outcome == .unchanged } == count - 30)
            #expect(report.files == 30)
            #expect(upstream.asked.documents == count && upstream.asked.tarballs == 30)
        }
    }

    @Test("names exactly those of many of which an upstream gives a document or a tarball wrong, and has all others")
    func faultyUpstream() async throws {
        let count = Self.isWhole ? Self.count : 1000
        let upstream = CountedUpstream(packages: count, changed: count / 10, faults: count / 100)
        try await upstream.serving { (url) async throws in
            let side = try await upstream.side(at: url)
            let filled = try FilledStorage(url, in: side.storage.path, threshold: 5)
            let report = try await RefreshTrial.run(side, filled.pull)
            let failed = report.packages.filter { $0.outcome == .failed }
            #expect(Set(failed.map(\.name)) == Set(upstream.faulty.keys))
            for package in failed {
                let (problem, fault) = (try #require(package.problems.first), upstream.faulty[package.name])
                #expect(problem.isGone == (fault == .missing), "\(problem)")
                #expect(fault.map { problem.cause.contains($0.words) } == true, "\(problem)")
            }
            let whole = upstream.changed.subtracting(upstream.faulty.keys)
            #expect(Set(report.packages.filter { $0.outcome == .refreshed }.map(\.name)) == whole)
            #expect(report.files == whole.count)
        }
    }
}
