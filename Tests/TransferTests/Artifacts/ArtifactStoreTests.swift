import Persistence
import Posix
import Reporting
import SQLite
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct ArtifactStoreTests {
    /// A near side with three archives, each on the one before.
    private func near() async throws -> (near: Side, ids: [String]) {
        let near = try await Side("near")
        var ids: [String] = []
        for version in ["1.0", "1.1", "1.2"] {
            try near.publish("alpha", version)
            ids.append(try #require(try await near.build().artifact?.id))
        }
        return (near, ids)
    }

    @Test("artifacts are listed newest first, of one repository or of all")
    func list() async throws {
        let (near, ids) = try await near()
        #expect(try await near.artifacts.list().map(\.id) == ids.reversed())
        #expect(try await near.artifacts.list(repository: "texts").count == 3)
        #expect(try await near.artifacts.list(repository: "others").isEmpty)
        let uuid = try near.folder.identity(name: "texts", type: "text").uuid
        #expect(try await near.artifacts.last(of: uuid)?.id == ids[2])
        #expect(try await near.artifacts.last(of: Golden.uuid) == nil)
    }

    @Test("the archives that carried each file of a package are named, newest first")
    func carriers() async throws {
        let (near, ids) = try await near()
        let carriers = try await near.artifacts.carriers(of: "alpha", repository: "texts")
        #expect(try carriers[RelativePath("alpha/1.1.bin")] == [ids[1]])
        #expect(try carriers[RelativePath("alpha/index.txt")] == ids.reversed())
        #expect(try carriers[RelativePath("alpha/9.9.bin")] == nil)
        #expect(try await near.artifacts.carriers(of: "alpha", repository: "other").isEmpty)
        #expect(try await near.artifacts.carriers(of: "alph", repository: "texts").isEmpty)
    }

    @Test("they are looked up by the package, whatever else was carried")
    func carriersByPackage() async throws {
        let (near, _) = try await near()
        let plan = try await near.artifacts.database.read { connection in
            let query = "EXPLAIN QUERY PLAN \(ArtifactStore.carriers)"
            return try connection.fetchAll(query, [.null, .null]) { $0.text(3) }
        }
        #expect(plan.contains { $0.contains("artifact_files_by_package (package=?)") }, "\(plan)")
    }

    @Test("what a later archive builds upon is deleted only by force")
    func deleting() async throws {
        let (near, ids) = try await near()
        let error = await #expect(throws: TransferError.self) { try await near.artifacts.delete(ids[0], force: false) }
        #expect(error?.code == .conflict && error?.cause.contains(ids[1]) == true)
        try await near.artifacts.delete(ids[2], force: false)
        try await near.artifacts.delete(ids[0], force: true)
        let names = ["\(ids[1]).tar.zst", "\(ids[1]).tar.zst.sha512"]
        #expect(try near.artifacts.folder.entries().map(\.name).sorted() == names)
        #expect(try await near.artifacts.list().map(\.id) == [ids[1]])
        let gone = await #expect(throws: TransferError.self) { try await near.artifacts.load(ids[0]) }
        #expect(gone?.code == .notFound)
    }

    @Test("after the last artifact is deleted, the next one starts from the one before")
    func baselineMovesBack() async throws {
        let (near, ids) = try await near()
        try await near.artifacts.delete(ids[2], force: false)
        let next = try await near.build()
        #expect(next.manifest?.files.map(\.entry.version) == ["1.2", nil])
    }

    @Test("downloaded is remembered")
    func downloaded() async throws {
        let (near, ids) = try await near()
        try await near.artifacts.markDownloaded(ids[0])
        #expect(try await near.artifacts.load(ids[0]).state == .downloaded)
        #expect(try await near.artifacts.load(ids[1]).state == .built)
    }

    @Test("a file that is not the one that was built is told")
    func digest() async throws {
        let (near, ids) = try await near()
        let artifact = try await near.artifacts.load(ids[0])
        try near.artifacts.checkDigest(artifact, reporter: .silent)
        var bytes = try near.artifacts.open(artifact).readAll(limit: 1 << 20)
        bytes[bytes.count / 2] ^= 1
        try near.artifacts.folder.replace(RelativePath("\(artifact.id).tar.zst"), with: bytes)
        let error = #expect(throws: TransferError.self) { try near.artifacts.checkDigest(artifact, reporter: .silent) }
        #expect(error?.code == .refused && error?.subject == ids[0])
    }
}
