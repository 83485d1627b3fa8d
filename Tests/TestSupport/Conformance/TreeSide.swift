import Persistence
import Posix
import Reporting
import Time
import Transfer

/// One side of the gap, whatever its tree holds: the tree with artifacts and snapshots of its own.
struct TreeSide<Fixture: TreeFixture>: Sendable {
    /// When everything happens.
    private static var clock: WallClock { WallClock { Moment(seconds: 1_795_224_600) } }

    let fixture: Fixture
    let folder: RepositoryFolder
    private let root: AbsolutePath
    private let snapshots: SnapshotStore
    private let artifacts: ArtifactStore

    init(_ name: String) async throws {
        root = try AbsolutePath("\(TemporaryDirectory.current)/\(name)")
        let database = try await Database(.memory)
        fixture = try await Fixture(name, database: database)
        folder = try RepositoryFolder(in: fixture.tree)
        snapshots = SnapshotStore(try Directory.making(root.appending("snapshots")))
        artifacts = ArtifactStore(try Directory.making(root.appending("artifacts")), database: database)
    }

    private var engine: ImportEngine {
        ImportEngine(sink: fixture.sink, folder: folder, lockPatience: .zero, clock: Self.clock)
    }

    private func source() throws -> any TreeSource {
        fixture.source(try folder.identity(name: "tree", type: fixture.type))
    }

    func build(_ request: BuildRequest = BuildRequest()) async throws -> BuildResult {
        let builder = ArtifactBuilder(
            source: try source(),
            rules: fixture.sink.rules,
            folder: folder,
            snapshots: snapshots,
            artifacts: artifacts,
            generator: "tests",
            clock: Self.clock
        )
        return try await builder.build(request, run: "run", reporter: .silent)
    }

    /// Builds what is new, however much of such a small tree is gone; throws when nothing is.
    func archive(from baseline: BuildRequest.Baseline = .lastBuilt) async throws -> AbsolutePath {
        try archive(try await build(BuildRequest(baseline: baseline, allowShrink: true)))
    }

    /// The archive that a build gave; throws when it gave none.
    func archive(_ result: BuildResult) throws -> AbsolutePath {
        guard let id = result.artifact?.id else { throw NothingNew() }
        return root.appending(try RelativePath("artifacts/\(id).tar.zst"))
    }

    private struct NothingNew: Error {}

    func capture(since previous: Snapshot? = nil) async throws -> Snapshot {
        let request = CaptureRequest(previous: previous, allowShrink: true, work: try RelativePath("work/run"))
        let capture = try await source().capture(request, reporter: .silent)
        defer { capture.release() }
        return capture.snapshot
    }

    func stage(_ archive: AbsolutePath) throws -> StagedImport {
        try engine.stage(ArchiveInput(archive), reporter: .silent)
    }

    @discardableResult
    func apply(_ archive: AbsolutePath) async throws -> ImportOutcome {
        let options = ApplyOptions(initiator: "test")
        return try await engine.apply(stage(archive), options: options, reporter: .silent)
    }

    @discardableResult
    func rollBack(_ outcome: ImportOutcome) async throws -> RollbackOutcome {
        try await engine.rollBack(outcome.id, by: "test", reporter: .silent)
    }

    func recover() async throws { try await engine.recover(reporter: .silent) }

    /// The live tree by path: what each file holds.
    func picture() throws -> [String: String] {
        var found: [String: String] = [:]
        try Self.visit(fixture.tree, at: "") { found[$0] = $1 }
        return found
    }

    private static func visit(_ folder: Directory, at place: String, _ take: (String, String) -> Void) throws {
        for entry in try folder.entries() where entry.name != RepositoryFolder.name {
            let name = try RelativePath(entry.name)
            switch entry.info.kind {
            case .directory: try visit(folder.subdirectory(name), at: "\(place)\(entry.name)/", take)
            case .regular:
                let bytes = try folder.open(name).readAll(limit: 64 << 20)
                take(place + entry.name, String(decoding: bytes, as: UTF8.self))
            default: take(place + entry.name, "\(entry.info.kind)")
            }
        }
    }

    /// A side whose tree is like this one.
    func copy(as name: String) async throws -> TreeSide {
        let place = try RelativePath(String(fixture.tree.path.string.dropFirst(root.string.utf8.count + 1)))
        let target = try AbsolutePath("\(TemporaryDirectory.current)/\(name)")
        try fixture.tree.copy(to: target.appending(place))
        return try await TreeSide(name)
    }
}
