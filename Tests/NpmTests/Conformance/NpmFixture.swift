import Persistence
import Posix
import TestSupport
import Testing
import Transfer

@testable import Npm

/// A storage as the suite of all trees drives it: each item is a package of one version.
struct NpmFixture: TreeFixture {
    private let storage: StorageFixture

    init(_ name: String, database: Database) async throws {
        storage = try await StorageFixture(name, database: database)
    }

    var tree: Directory { storage.storage }
    var sink: any TreeSink { NpmSink(collector: storage.collector) }

    func source(_ identity: RepositoryIdentity) -> any TreeSource { storage.source(identity) }

    func publish(_ item: String, _ content: String) throws { try storage.add(item, "1.0.0", content: content) }

    func withdraw(_ item: String) throws { try storage.remove(item) }

    func spoil(_ item: String) throws { try storage.write(StorageFixture.tarball(item, "1.0.0"), "") }

    func place(of item: String) throws -> RelativePath { try RelativePath(item) }

    func content(of item: String) throws -> String? { try storage.text(StorageFixture.tarball(item, "1.0.0")) }

    func offered() throws -> Set<String> {
        let names = try tree.entries().filter { $0.info.kind == .directory && !$0.name.hasPrefix(".") }.map(\.name)
        return Set(try names.filter { try storage.versions($0) == ["1.0.0"] })
    }
}

@Suite(.memoryDirectory, .ends) struct NpmConformanceTests {
    @Test("a storage keeps what every tree has to", arguments: TreeRule.allCases)
    func conformance(_ rule: TreeRule) async throws { try await rule.check(NpmFixture.self) }
}
