import Crypto
import FoundationEssentials
import JSON
import Npm
import Persistence
import Posix
import Reporting
import TestSupport
import Transfer

/// One side of the gap: a storage with an index, artifacts and snapshots of its own, in a folder of a test.
struct StorageFixture: Sendable {
    let root: AbsolutePath
    let storage: Directory
    let folder: RepositoryFolder
    let collector: Collector
    let snapshots: SnapshotStore
    let artifacts: ArtifactStore

    /// An empty storage called `name`.
    init(_ name: String) async throws {
        root = try AbsolutePath("\(TemporaryDirectory.current)/\(name)")
        storage = try Directory.making(root.appending("storage"))
        folder = try RepositoryFolder(in: storage)
        let database = try await Database(.memory)
        collector = Collector(
            root: storage,
            layout: StorageLayout(nil),
            repository: "npm",
            database: database,
            now: { Int64(Date().timeIntervalSince1970 * 1e9) }
        )
        snapshots = SnapshotStore(try Directory.making(root.appending("snapshots")))
        artifacts = ArtifactStore(try Directory.making(root.appending("artifacts")), database: database)
    }

    func build(_ request: BuildRequest = BuildRequest()) async throws -> BuildResult {
        let source = NpmSource(
            identity: try folder.identity(name: "npm", type: "npm"),
            collector: collector,
            platforms: [Platform(parsing: "linux-x64-glibc")].compactMap(\.self),
            excluded: [],
            generator: "tests",
            clock: { "2026-11-21T01:30:00Z" }
        )
        let builder = ArtifactBuilder(
            source: source,
            rules: NpmRules(),
            folder: folder,
            snapshots: snapshots,
            artifacts: artifacts,
            generator: "tests"
        )
        return try await builder.build(request, run: "test", reporter: .silent)
    }

    func apply(_ archive: AbsolutePath, allowMissing: Bool = false) async throws -> ImportResult {
        let engine = ImportEngine(sink: NpmSink(collector: collector), folder: folder)
        let staged = try engine.stage(ArchiveInput(archive), reporter: .silent)
        let options = ApplyOptions(allowMissing: allowMissing, isFresh: true, initiator: "test")
        return try await engine.apply(staged, options: options, reporter: .silent)
    }

    func archive(_ result: BuildResult) throws -> AbsolutePath {
        guard let id = result.artifact?.id else { throw FixtureError.noArtifact }
        return root.appending(try RelativePath("artifacts/\(id).tar.zst"))
    }
}

enum FixtureError: Error { case noArtifact }
