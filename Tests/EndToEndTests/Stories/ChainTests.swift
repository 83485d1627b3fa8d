import Foundation
import JSON
import TestSupport
import Testing

@Suite("Archives out of order", .paced, .needsProgram, .temporaryDirectory, .ends)
struct ChainTests {
    /// A near side and three archives: the first, and two that were both built on it.
    private struct Chain {
        let near: Site
        let first: String
        let second: String
        let third: String

        init(in folder: String) async throws {
            near = try Site("near", in: folder)
            var storage = SampleStorage(in: near.storage)
            try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")])
            first = try await near.archive()
            let base = try #require(try await Archive(first).manifest["target"]).text("snapshot")
            try await storage.add([SampleVersion("left", "1.1.0"), SampleVersion("fresh", "3.0.0")])
            second = try await near.archive()
            try await storage.add([SampleVersion("left", "1.2.0"), SampleVersion("@team/late", "0.1.0")])
            third = try await near.archive("--baseline", base)
        }

        /// A far side that took these archives, one after the other, and what came of the last.
        func far(_ name: String, taking archives: [String]) async throws -> (Site, Outcome?) {
            let far = try Site(name, in: TemporaryDirectory.current, role: "offline")
            var last: Outcome?
            for archive in archives { last = try await far.apply(archive).succeeded() }
            return (far, last)
        }
    }

    @Test("An archive whose base is not here is refused, names what is missing and what to do, and changes nothing")
    func missingBase() async throws {
        let chain = try await Chain(in: TemporaryDirectory.current)
        let (far, _) = try await chain.far("far", taking: [])
        let before = try await Tree(of: far.storage)
        let refused = try await far.run("import", "apply", chain.second)
        #expect(refused.status == 65)
        #expect(refused.complaints.contains("left/left-1.0.0.tgz"), "\(refused)")
        #expect(refused.complaints.contains("@team/right/right-2.0.0.tgz"), "\(refused)")
        #expect(refused.complaints.contains("--full") || refused.complaints.contains("full archive"), "\(refused)")
        #expect(try await Tree(of: far.storage) == before)
        // The archive that brings it makes the second one fit.
        try await far.apply(chain.first).succeeded()
        try await far.apply(chain.second).succeeded()
        #expect(FileManager.default.fileExists(atPath: "\(far.storage)/left/left-1.1.0.tgz"))
    }

    @Test("An archive whose base is not here is applied on request, and the result says what is missing")
    func allowedMissing() async throws {
        let chain = try await Chain(in: TemporaryDirectory.current)
        let (far, _) = try await chain.far("far", taking: [])
        let applied = try await far.apply(chain.second, "--allow-missing")
        #expect(applied.status == 3, "\(applied)")
        let report = try #require(try applied.json.arrayValue?.first)
        #expect(try report.excerpt("missing").contains("left/left-1.0.0.tgz"))
        let left = try LocalPublication.document(of: "left", in: far.storage)
        // A version without its file would make clients hang.
        #expect(left["versions"]?.keys == ["1.1.0"])
    }

    @Test("Two archives on one base fit in either order, with the same result")
    func eitherOrder() async throws {
        let chain = try await Chain(in: TemporaryDirectory.current)
        let (one, last) = try await chain.far("one", taking: [chain.first, chain.second, chain.third])
        #expect(try #require(last).json.arrayValue?.first?["changed"]?.boolValue == true)
        let (other, contained) = try await chain.far("other", taking: [chain.first, chain.third, chain.second])
        #expect(try #require(contained).json.arrayValue?.first?["changed"]?.boolValue == false)
        try await Self.expectSame(one, other)
        #expect(try await Tree(of: one.storage).tarballs == Tree(of: chain.near.storage).tarballs)
    }

    @Test("An archive that was applied before is a success without change", arguments: [1, 2, 3])
    func replay(index: Int) async throws {
        let chain = try await Chain(in: TemporaryDirectory.current)
        let all = [chain.first, chain.second, chain.third]
        let (far, _) = try await chain.far("far", taking: all)
        let before = try await Tree(of: far.storage)
        let again = try await far.run("import", "apply", all[index - 1])
        #expect(again.status == 0, "\(again)")
        #expect(again.output.contains("nothing changed"), "\(again)")
        #expect(try await Tree(of: far.storage) == before)
    }

    @Test("A full archive needs no base, and ends where the chain ends")
    func full() async throws {
        let chain = try await Chain(in: TemporaryDirectory.current)
        let archive = try await chain.near.archive("--full")
        let (one, _) = try await chain.far("one", taking: [archive])
        let (other, _) = try await chain.far("other", taking: [chain.first, chain.second, chain.third])
        try await Self.expectSame(one, other)
    }

    /// Whether two sites hold the same, byte for byte but for how often their documents were merged.
    private static func expectSame(_ one: Site, _ other: Site) async throws {
        let (trees, others) = (try await Tree(of: one.storage), try await Tree(of: other.storage))
        let differing = trees.differences(from: others)
        #expect(differing.filter { !$0.hasSuffix("/package.json") } == [])
        for path in differing where path.hasSuffix("/package.json") {
            let package = String(path.dropLast("/package.json".count))
            let documents = try [one, other].map { site in
                try LocalPublication.document(of: package, in: site.storage).setting("_rev", to: .null)
            }
            #expect(documents[0] == documents[1], "\(package)")
        }
    }
}
