import JSON
import TestSupport
import Testing
import Trees

@testable import Npm

@Suite("What upstream took back", .temporaryDirectory, .ends)
struct WithdrawalTests {
    /// A storage with three versions of a package, of which one is deprecated, and one that was published here.
    private func side() async throws -> StorageFixture {
        let side = try await StorageFixture("near")
        try side.add("a", "1.0.0", extra: #""deprecated": "old""#)
        for version in ["1.1.0", "1.2.0", "2.0.0"] { try side.add("a", version) }
        try side.add("b", "1.0.0")
        try side.cameFromUpstream("a", ["1.0.0", "1.1.0", "1.2.0"])
        try side.cameFromUpstream("b", ["1.0.0"])
        return side
    }

    @Test("is named once, and what was known before is not; no file goes for it")
    func once() async throws {
        let side = try await side()
        let before = try side.picture().keys.filter { $0.hasSuffix(".tgz") }.sorted()
        let upstream = FakeSupply(side, unpublished: ["b"]) { _ in
            try side.add("a", "1.1.0", extra: #""deprecated": "use 2""#, tag: "old")
            try side.edit("a") { $0.set("_uplinks", "npmjs", ["withdrawn": ["1.2.0", "2.0.0"]]) }
        }
        let first = try #require(try await RefreshTrial.run(side, upstream) { $0.isDryRun = true }.withdrawals)
        #expect(first.deprecated == [Withdrawal("a", version: "1.1.0", message: "use 2")])
        #expect(first.unpublished == [Withdrawal("a", version: "1.2.0"), Withdrawal("b")])
        let again = try await RefreshTrial.run(side, upstream).withdrawals
        #expect(again?.deprecated == [] && again?.unpublished == first.unpublished, "a dry run did not note it")
        #expect(try await RefreshTrial.run(side, upstream).withdrawals == Withdrawals())
        #expect(try side.picture().keys.filter { $0.hasSuffix(".tgz") }.sorted() == before)
    }

    @Test("is named again once it was given back meanwhile")
    func back() async throws {
        let side = try await side()
        func refresh(_ unpublished: Set<String>) async throws -> Withdrawals? {
            try await RefreshTrial.forgetFresh(side)
            return try await RefreshTrial.run(side, FakeSupply(side, unpublished: unpublished)).withdrawals
        }
        #expect(try await refresh(["b"])?.unpublished == [Withdrawal("b")])
        #expect(try await refresh([])?.unpublished == [])
        #expect(try await refresh(["b"])?.unpublished == [Withdrawal("b")])
    }

    @Test("a package that is gone is stale, and keeps nothing from following")
    func gone() async throws {
        let side = try await side()
        let report = try await RefreshTrial.run(side, FakeSupply(side, unpublished: ["b"]))
        let package = try #require(report.packages.first { $0.name == "b" })
        #expect(package.outcome == .stale && package.problems.map(\.isGone) == [true])
    }

    @Test("shows against what upstream itself lists, where a Verdaccio fills the storage")
    func compared() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            let side = try await side()
            let filled = try FilledStorage(url)
            var a = TestPackage("a", "1.0.0", "1.1.0")
            a.deprecated = ["1.1.0"]
            upstream.publish(a, at: url)
            let comparison = UpstreamComparison.listing(of: filled.upstream)
            func takenBack(_ name: PackageName) async throws -> TakenBack {
                let here = try await DocumentReader(side.collector).read(name) {
                    VersionsHere($0, having: ["1.0.0", "1.1.0", "1.2.0", "2.0.0"])
                }
                return try await comparison.takenBack(of: name, try #require(here))
            }
            let taken = try await takenBack(PackageName("a"))
            #expect(taken == TakenBack(deprecated: ["1.1.0": "do not use"], unpublished: ["1.2.0"]))
            #expect(upstream.lastFields[.accept]?.hasPrefix("application/vnd.npm.install-v1+json") == true)
            #expect(try await takenBack(PackageName("b")) == .everything)
        }
    }

    @Test("is not told where nobody knows what upstream itself lists")
    func unknown() async throws {
        let side = try await side()
        try await StandInVerdaccio(side, [:]).serving { supply in #expect(supply.comparison == nil) }
    }
}

extension StorageFixture {
    /// Notes where an upstream has these versions, as a registry does that fetched their document from there.
    func cameFromUpstream(_ name: String, _ versions: [String]) throws {
        try edit(name) { document in
            for version in versions {
                let file = Self.tarball(name, version).split(separator: "/").last.map(String.init) ?? ""
                document.set("_distfiles", file, ["url": .string("https://registry.npmjs.org/\(name)/-/\(file)")])
            }
        }
    }
}
