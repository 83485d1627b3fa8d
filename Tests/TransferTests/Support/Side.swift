import Crypto
import Persistence
import Posix
import Reporting
import TestSupport
import Time
import Transfer

/// One side of the gap: a text tree with artifacts and snapshots of its own, in a folder of a test.
struct Side: Sendable {
    /// When everything of a test happens.
    static let moment = Moment(seconds: 1_795_224_600)

    let root: AbsolutePath
    let tree: Directory
    let sink: TextSink
    let folder: RepositoryFolder
    let snapshots: SnapshotStore
    let artifacts: ArtifactStore
    /// What keeps some of the disk free: nothing unless a test says so.
    let space = SpaceKeeper()
    /// What signs the archives that are built here.
    var signing: SigningKeys?
    private let now: Moment
    /// What it calls itself; `nil` where it writes no receipts.
    var site: String?
    /// Where the key lies that signs what it says; `nil` where nothing does.
    var receiptKeys: SigningKeyStore?

    /// An empty tree called `name`, with a clock that stands at `now`.
    init(_ name: String, now: Moment = Self.moment, database: Database? = nil) async throws {
        root = try AbsolutePath("\(TemporaryDirectory.current)/\(name)")
        tree = try Directory.making(root.appending("tree"))
        sink = TextSink(tree)
        folder = try RepositoryFolder(in: tree)
        snapshots = SnapshotStore(try Directory.making(root.appending("snapshots")))
        let opened = if let database { database } else { try await Database(.memory) }
        artifacts = ArtifactStore(try Directory.making(root.appending("artifacts")), database: opened, space: space)
        self.now = now
    }

    /// Has what it says signed from now on by a new key; gives its public half.
    @discardableResult
    mutating func signReceipts() throws -> SSHPublicKeyLine {
        let store = SigningKeyStore(in: try Directory.making(root.appending("state")))
        receiptKeys = store
        return try store.make(.current, from: nil, comment: site, isDryRun: false)
    }

    var engine: ImportEngine { engine(patience: .zero) }

    func engine(patience: Duration, now: Moment? = nil) -> ImportEngine {
        let moment = now ?? self.now
        return ImportEngine(
            sink: sink,
            folder: folder,
            site: site,
            signing: receiptKeys,
            lockPatience: patience,
            space: space,
            clock: WallClock { moment }
        )
    }

    var builder: ArtifactBuilder {
        get throws {
            let now = now
            let source = TextSource(
                identity: try folder.identity(name: "texts", type: "text"),
                root: tree,
                created: now
            )
            return ArtifactBuilder(
                source: source,
                rules: TextRules(),
                folder: folder,
                snapshots: snapshots,
                artifacts: artifacts,
                signing: signing,
                generator: "tests",
                clock: WallClock { now }
            )
        }
    }

    @discardableResult
    func build(_ request: BuildRequest = BuildRequest(), run: String = "run") async throws -> BuildResult {
        try await builder.build(request, run: run, reporter: .silent)
    }

    /// Builds what is new; throws when nothing is.
    func archive(_ request: BuildRequest = BuildRequest()) async throws -> AbsolutePath {
        try path(of: try await build(request))
    }

    func path(of result: BuildResult) throws -> AbsolutePath {
        guard let id = result.artifact?.id else { throw SideError.nothingNew }
        return root.appending(try RelativePath("artifacts/\(id).tar.zst"))
    }

    func stage(_ archive: AbsolutePath) throws -> StagedImport {
        try engine.stage(ArchiveInput(archive), reporter: .silent)
    }

    @discardableResult
    func apply(_ archive: AbsolutePath, allowMissing: Bool = false) async throws -> ImportOutcome {
        try await apply(stage(archive), allowMissing: allowMissing)
    }

    @discardableResult
    func apply(_ staged: StagedImport, allowMissing: Bool = false) async throws -> ImportOutcome {
        let options = ApplyOptions(allowMissing: allowMissing, initiator: "test")
        return try await engine.apply(staged, options: options, reporter: .silent)
    }
}

enum SideError: Error { case nothingNew }

/// What people and registries do to a tree.
extension Side {
    /// Publishes a version: the file first, then its line.
    func publish(_ package: String, _ version: String, _ content: String? = nil) throws {
        let bytes = Array((content ?? "\(package) \(version)").utf8)
        try write("\(package)/\(version).bin", bytes)
        var lines = try lines(of: package)
        lines[version] = SHA512.hash(bytes)
        try write("\(package)/\(TextTree.indexName)", TextTree.document(lines))
    }

    /// Takes a version out of its index; its file stays.
    func unlist(_ package: String, _ version: String) throws {
        var lines = try lines(of: package)
        lines[version] = nil
        try write("\(package)/\(TextTree.indexName)", TextTree.document(lines))
    }

    /// Replaces a file in one step, as a registry does.
    func write(_ path: String, _ bytes: [UInt8]) throws {
        try tree.replace(RelativePath(path), with: bytes)
    }

    func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

    func remove(_ path: String) throws { try tree.removeAll(RelativePath(path)) }

    func text(_ path: String) throws -> String? {
        let path = try RelativePath(path)
        guard try tree.info(path)?.kind == .regular else { return nil }
        return String(decoding: try tree.open(path).readAll(limit: 1 << 20), as: UTF8.self)
    }

    func lines(of package: String) throws -> [String: SHA512Digest] {
        TextTree.lines(Array((try text("\(package)/\(TextTree.indexName)") ?? "").utf8))
    }

    /// The versions that the index of a package lists.
    func versions(of package: String) throws -> Set<String> { Set(try lines(of: package).keys) }
}
