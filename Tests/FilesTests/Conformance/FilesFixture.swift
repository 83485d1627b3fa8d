import Crypto
import Folders
import Persistence
import Posix
import TestSupport
import Testing
import Time
import Transfer

@testable import Files

/// A folder of files as the suite of all trees drives it: what a mirror looks like, with payload, an index named after
/// its content, and an entry point that names the index.
struct FilesFixture: TreeFixture {
    private static let entryPoint = "entry.txt"

    let tree: Directory
    private let collector: FolderCollector

    init(_ name: String, database: Database) async throws {
        tree = try Directory.making(AbsolutePath("\(TemporaryDirectory.current)/\(name)/tree"))
        let last = [try PathPattern("lists/*.txt"), try PathPattern(Self.entryPoint)]
        collector = FolderCollector(
            root: tree,
            selection: Selection(last: last),
            rules: FilesRules(),
            repository: "files",
            database: database,
            clock: WallClock { WallClock.system.now() + .seconds(10) }
        )
    }

    var sink: any TreeSink { FolderSink(collector: collector) }

    func source(_ identity: RepositoryIdentity) -> any TreeSource {
        let clock = WallClock { Moment(seconds: 1_795_224_600) }
        return FolderSource(identity: identity, collector: collector, generator: "tests", clock: clock)
    }

    func publish(_ item: String, _ content: String) throws {
        try publishLocally(item, content)
        try list(offered().union([item]))
    }

    func publishLocally(_ item: String, _ content: String) throws {
        let path = try place(of: item)
        if try tree.info(path)?.kind == .link { try tree.unlink(path) }
        try tree.replace(path, with: Array(content.utf8))
    }

    func withdraw(_ item: String) throws {
        try list(offered().subtracting([item]))
        try tree.unlink(place(of: item))
    }

    func spoil(_ item: String) throws {
        try tree.unlink(place(of: item))
        let outcome = try StockTool("ln").run(["-s", "/dev/null", place(of: item).string], in: tree.path.string)
        #expect(outcome.status == 0)
    }

    func content(of item: String) throws -> String? { try text(place(of: item)) }

    func offered() throws -> Set<String> {
        guard let list = try text(RelativePath(Self.entryPoint)) else { return [] }
        return Set(try #require(try text(RelativePath(list))).split(separator: "\n").map(String.init))
    }

    func place(of item: String) throws -> RelativePath { try RelativePath("payload/\(item).bin") }

    /// A new index, then the entry point; the index before goes.
    private func list(_ items: Set<String>) throws {
        let bytes = Array(items.sorted().joined(separator: "\n").utf8)
        let (path, before) = (
            try RelativePath("lists/\(SHA512.hash(bytes).hex.prefix(8)).txt"), try text(RelativePath(Self.entryPoint))
        )
        try tree.replace(path, with: bytes)
        try tree.replace(RelativePath(Self.entryPoint), with: Array(path.string.utf8))
        if let before, before != path.string { try tree.unlink(RelativePath(before)) }
    }

    private func text(_ path: RelativePath) throws -> String? {
        guard try tree.info(path)?.kind == .regular else { return nil }
        return String(decoding: try tree.open(path).readAll(limit: 1 << 20), as: UTF8.self)
    }
}

@Suite(.memoryDirectory, .ends) struct FilesConformanceTests {
    @Test("a folder of files keeps what every tree has to", arguments: TreeRule.allCases)
    func conformance(_ rule: TreeRule) async throws { try await rule.check(FilesFixture.self) }
}
