import Crypto
import Persistence
import Posix
import TestSupport
import Testing
import Transfer

/// A text tree as the suite of all trees drives it: each item is a package of one version, and the front lists them all.
struct TextFixture: TreeFixture {
    let tree: Directory

    init(_ name: String, database: Database) async throws {
        tree = try Directory.making(AbsolutePath("\(TemporaryDirectory.current)/\(name)/tree"))
    }

    var sink: any TreeSink { TextSink(tree) }

    func source(_ identity: RepositoryIdentity) -> any TreeSource {
        var source = TextSource(identity: identity, root: tree, created: "2026-11-21T01:30:00Z")
        source.guardsAgainstShrinking = true
        return source
    }

    func publish(_ item: String, _ content: String) throws {
        try publishLocally(item, content)
        try writeFront()
    }

    func publishLocally(_ item: String, _ content: String) throws {
        let bytes = Array(content.utf8)
        try write("\(item)/1.bin", bytes)
        try write("\(item)/\(TextTree.indexName)", TextTree.document(["1": SHA512.hash(bytes)]))
    }

    func withdraw(_ item: String) throws {
        try tree.removeAll(RelativePath(item))
        try writeFront()
    }

    func spoil(_ item: String) throws { try write("\(item)/1.bin", Array("rotten".utf8)) }

    func place(of item: String) throws -> RelativePath { try RelativePath(item) }

    func content(of item: String) throws -> String? { try text("\(item)/1.bin") }

    func offered() throws -> Set<String> {
        let front = try text(TextTree.frontName)?.split(separator: "\n").map(String.init) ?? []
        let live = try TextLive(tree)
        return Set(front).union(live.documents.filter { !TextTree.lines($0.value).isEmpty }.keys)
    }

    private func writeFront() throws {
        try write(TextTree.frontName, Array(try TextLive(tree).documents.keys.sorted().joined(separator: "\n").utf8))
    }

    private func write(_ path: String, _ bytes: [UInt8]) throws { try tree.replace(RelativePath(path), with: bytes) }

    private func text(_ path: String) throws -> String? {
        let path = try RelativePath(path)
        guard try tree.info(path)?.kind == .regular else { return nil }
        return String(decoding: try tree.open(path).readAll(limit: 1 << 20), as: UTF8.self)
    }
}

@Suite(.memoryDirectory, .ends) struct TextConformanceTests {
    @Test("a text tree keeps what every tree has to", arguments: TreeRule.allCases)
    func conformance(_ rule: TreeRule) async throws { try await rule.check(TextFixture.self) }
}
