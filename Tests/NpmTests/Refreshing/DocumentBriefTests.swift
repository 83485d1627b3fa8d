import HTTPClient
import HTTPMessages
import JSON
import Persistence
import Posix
import SQLite
import TestSupport
import Testing
import Time
import Trees

@testable import Npm

@Suite("What is kept of documents", .temporaryDirectory, .ends)
struct DocumentBriefTests {
    private let a: PackageName

    init() throws { a = try PackageName("a") }

    /// A storage with a@1.0.0, whose packument lists two more, as upstream has them.
    private func side(ahead: Double = 10) async throws -> StorageFixture {
        let side = try await StorageFixture("near", ahead: ahead)
        let oldest = #""deprecated": "old", "os": ["linux", "!win32"], "engines": {"node": ">=4"}"#
        try side.add("a", "1.0.0", extra: oldest)
        try side.add("a", "1.1.0", fetched: false, extra: #""dependencies": {"b": "^1.0.0"}"#, tag: "next")
        try side.add("a", "1.2.0", fetched: false, extra: #""peerDependencies": {"b": "1"}, "_hasShrinkwrap": true"#)
        try side.edit("a") { document in
            document.set(
                "versions",
                "1.3.0-odd",
                ["dist": ["tarball": "http://x/odd.tar.gz", "shasum": "\(String.zeroes)"]]
            )
            document.set("_uplinks", "npmjs", ["etag": "\"1\"", "withdrawn": ["1.0.0"]])
        }
        try side.add("b", "1.2.0", fetched: false)
        try side.cameFromUpstream("a", ["1.0.0"])
        return side
    }

    private func brief(_ side: StorageFixture, _ name: String = "a") throws -> DocumentBrief {
        try DocumentBrief(#require(try side.collector.packument(of: PackageName(name))))
    }

    /// Reads all of a manifest, as who resolves does.
    private func use(_ brief: DocumentBrief) -> Int {
        let manifest = brief.manifest
        let choices = manifest.versions.compactMap(manifest.tarball).count
        return manifest.versions.indices.reduce(choices) { sum, position in
            let shape = manifest.shape(position)
            let lists = [shape.dependencies, shape.optionalDependencies, shape.peers]
            let node = shape.node.map { manifest.texts[$0].count } ?? 0
            return sum + lists.flatMap(manifest.entries).count + (manifest.platform(position)?.os.count ?? 0) + node
        }
    }

    @Test("is all that a refresh takes out of them")
    func roundTrip() async throws {
        let taken = try brief(try await side())
        let kept = try #require(DocumentBrief(of: a, decoding: taken.encoded))
        #expect(kept.encoded == taken.encoded && use(kept) == use(taken))
        #expect(kept.manifest.versions == ["1.0.0", "1.1.0", "1.2.0", "1.3.0-odd"])
        #expect(kept.manifest.tags == ["latest": "1.2.0", "next": "1.1.0"])
        for version in kept.manifest.versions {
            let (ours, theirs) = (kept.manifest.tarball(of: version), taken.manifest.tarball(of: version))
            #expect(ours?.file == theirs?.file && ours?.address == theirs?.address)
            #expect(ours?.integrity == theirs?.integrity && ours?.integrity != nil)
        }
        #expect(kept.versions == taken.versions && kept.versions.foreign == ["1.0.0"])
        #expect(kept.versions.deprecated == ["1.0.0": "old"] && kept.versions.withdrawn == ["1.0.0"])
        #expect(kept.validator(of: "npmjs") == Validator(etag: "\"1\"") && kept.validator(of: "other") == nil)
    }

    @Test("is nothing once it is cut or of another form, and whatever it is once it is damaged, it leads nowhere")
    func damaged() async throws {
        let bytes = try brief(try await side()).encoded
        for count in bytes.indices { #expect(DocumentBrief(of: a, decoding: Array(bytes[..<count])) == nil) }
        #expect(DocumentBrief(of: a, decoding: bytes + [0]) == nil)
        #expect(DocumentBrief(of: a, decoding: [2] + bytes.dropFirst()) == nil)
        for position in bytes.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var damaged = bytes
                damaged[position] = value
                if let brief = DocumentBrief(of: a, decoding: damaged) { _ = use(brief) }
            }
        }
    }

    /// Keeps of `a` what is true of another document.
    private func pretend(_ side: StorageFixture, _ brief: DocumentBrief) async throws {
        try await side.collector.index.database.write { [bytes = brief.encoded] connection in
            try connection.execute("UPDATE briefs SET brief = ? WHERE package = 'a'", [.blob(bytes)])
        }
    }

    @Test("is believed while the document is the same file, which is not read, and no longer")
    func believed() async throws {
        let side = try await side()
        _ = try await RefreshTrial.run(side, FakeSupply(side)) { $0.isDryRun = true }
        try side.add("c", "1.0.0", fetched: false, extra: #""dependencies": {"b": "^1.0.0"}"#)
        try await pretend(side, DocumentBrief(try #require(try side.collector.packument(of: PackageName("c")))))
        func wanted() async throws -> [String] {
            try await RefreshTrial.forgetFresh(side)
            let report = try await RefreshTrial.run(side, FakeSupply(side)) {
                $0.isDryRun = true
                $0.packages = ["a"]
            }
            return report.packages.flatMap(\.files).map(\.name).sorted()
        }
        #expect(try await wanted() == ["b-1.2.0.tgz"])
        try side.refresh("a")
        #expect(try await wanted() == ["a-1.2.0.tgz", "b-1.2.0.tgz"])
    }

    @Test("is not believed where the document was written to as it was read")
    func unsettled() async throws {
        let side = try await side(ahead: 0)
        _ = try await RefreshTrial.run(side, FakeSupply(side)) { $0.isDryRun = true }
        let documents = DocumentReader(side.collector)
        #expect(try await documents.keptBrief(of: a) == nil)
        #expect(try await documents.brief(of: a, knowing: nil) != nil)
    }

    @Test("is forgotten with the package")
    func forgotten() async throws {
        let side = try await side()
        _ = try await RefreshTrial.run(side, FakeSupply(side)) { $0.isDryRun = true }
        #expect(try await DocumentReader(side.collector).keptBrief(of: a) != nil)
        try side.storage.removeAll(RelativePath("a"))
        try await side.collect()
        let left = try await side.collector.index.database.read { connection in
            try connection.fetchAll("SELECT package FROM briefs", []) { $0.text(0) }
        }
        #expect(left == ["b"])
    }

    @Test("says by which tag upstream knows the document, as long as that is the same file")
    func validators() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            var package = TestPackage("a", "1.0.0")
            package.etag = "\"1\""
            upstream.publish(package, at: url)
            let storage = try FilledStorage(url)
            #expect(try await storage.pull.revalidate(a) == .fresh)
            let document = try #require(try storage.packument("a"))
            let known = String(decoding: document.bytes, as: UTF8.self).replacing(#""\"1\"""#, with: #""\"2\"""#)
            let brief = try DocumentBrief(Packument(reading: Array(known.utf8), of: a))
            let file = try #require(try storage.filler.identity(of: a))
            func tag(_ kept: KeptBrief) async throws -> String? {
                storage.advance(by: .seconds(200))
                #expect(try await storage.pull.revalidate(a, knowing: kept) == .fresh)
                return upstream.lastFields[.ifNoneMatch]
            }
            let readAt = file.settledTime
            #expect(try await tag(KeptBrief(brief: brief, file: file, readAt: readAt)) == "\"2\"")
            // That answer was the document anew, in a new file.
            #expect(try await tag(KeptBrief(brief: brief, file: file, readAt: readAt)) == "\"1\"")
        }
    }
}

extension String {
    /// A SHA-1 in hexadecimal.
    fileprivate static let zeroes = String(repeating: "0", count: 40)
}
