import Folders
import HTTPClient
import Logging
import Mirrors
import Persistence
import Posix
import Reporting
import Synchronization
import TestSupport
import Time
import Transfer
import Trees

/// A mirror over an upstream whose files a test sets.
final class MirrorFixture: Sendable {
    let tree: Directory
    let upstream = FakeUpstream()
    private let database: Database
    private let clock = Mutex(WallClock.system.now())
    private let base: AbsolutePath
    private let grace: String
    private let tolerated: [String]

    init(grace: String = "7d", tolerating tolerated: [String] = []) async throws {
        base = try AbsolutePath("\(TemporaryDirectory.current)")
        tree = try Directory.making(base.appending(RelativePath("tree")))
        database = try await Database(.memory)
        self.grace = grace
        self.tolerated = tolerated
    }

    /// Lets so much time pass.
    func wait(_ duration: Duration) { clock.withLock { $0 = $0 + duration } }

    /// Makes the tree what upstream has.
    func sync(_ change: (inout SyncRequest) -> Void = { _ in }, reporter: Reporter = .silent) async throws -> SyncReport
    {
        var request = SyncRequest()
        change(&request)
        let mirror = try mirror()
        return try await pool.run { [request] in try await mirror.sync(request, reporter: reporter) }
    }

    /// Reads the tree as a collect does.
    func collect() async throws {
        let files = try filesTree()
        _ = try await pool.run { try await files.collect(deep: false, reporter: .silent) {} }
    }

    /// Everything that lies in the tree, with its content.
    func files() throws -> [String: String] {
        var found: [String: String] = [:]
        var pending: [RelativePath?] = [nil]
        while let place = pending.popLast() {
            let folder = try place.map { try tree.subdirectory($0) } ?? tree
            for entry in try folder.entries() where entry.name != RepositoryFolder.name {
                let path = try RelativePath(place.map { "\($0)/\(entry.name)" } ?? entry.name)
                if entry.info.kind == .directory {
                    pending.append(path)
                } else {
                    found[path.string] = String(decoding: try tree.open(path).readAll(limit: 1 << 20), as: UTF8.self)
                }
            }
        }
        return found
    }

    private let pool = BlockingPool(threads: 2, name: "mirror")

    private func context() throws -> TreeContext {
        TreeContext(
            database: database,
            threads: 1,
            clock: WallClock { [self] in clock.withLock(\.self) },
            generator: "tests",
            fetching: Fetching(
                logger: Logger(label: "tests", level: .error, sink: .standardError(format: .text)),
                environment: [:]
            ),
            data: try base.appending(RelativePath("data"))
        )
    }

    private func filesTree() throws -> FolderTree {
        let context = try context()
        return FolderTree(
            FolderCollector(
                root: tree,
                selection: Selection(),
                rules: FakeRules(),
                repository: "mirror",
                database: database,
                clock: context.clock
            ),
            context
        )
    }

    private func mirror() throws -> Mirror {
        let settings = TreeSettings(
            repository: "mirror",
            root: tree.path,
            paths: [:],
            lists: ["upstream": ["http://127.0.0.1:9"], "allow_missing": tolerated],
            texts: ["grace": grace]
        )
        return try Mirror(filesTree(), settings, in: context()) { [upstream] _ in upstream }
    }
}

/// What an upstream publishes, and how often it was asked for all of it.
final class FakeUpstream: MirrorSource {
    private struct State {
        var files: [String: String] = [:]
        var problems: [SyncProblem] = []
        var surveys = 0
    }

    private let state = Mutex(State())

    var files: [String: String] {
        get { state.withLock(\.files) }
        set { state.withLock { $0.files = newValue } }
    }

    /// What is listed and cannot be had.
    func lack(_ problems: [SyncProblem]) { state.withLock { $0.problems = problems } }

    /// How often its lists were read.
    var surveys: Int { state.withLock(\.surveys) }

    func survey(
        since known: [UInt8]?,
        isWhole: Bool,
        through upstream: MirrorUpstream,
        reporter: Reporter
    ) async throws -> MirrorSurvey? {
        let (files, problems) = state.withLock { ($0.files, $0.problems) }
        let text = files.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
        guard isWhole || known != Array(text.utf8) else { return nil }
        state.withLock { $0.surveys += 1 }
        var listed: [MirrorFile] = []
        for (path, content) in files {
            listed.append(MirrorFile(try RelativePath(path), .stored(try await upstream.keep(Array(content.utf8)))))
        }
        return MirrorSurvey(files: listed, state: Array(text.utf8), problems: problems)
    }
}

/// Payload first, what lies in `lists` after it, and `entry` at the end.
struct FakeRules: FolderRules {
    var type: String { "fake" }

    var landings: [EntryKind: Landing] {
        [EntryKind(rawValue: "list"): .placedLast(1), EntryKind(rawValue: "entry"): .placedLast(2)]
    }

    func place(of path: RelativePath) -> EntryPlace? {
        let top = path.components.first.map(String.init) ?? ""
        return EntryPlace(
            top == "lists"
                ? EntryKind(rawValue: "list") : path.string == "entry" ? EntryKind(rawValue: "entry") : .file,
            of: top
        )
    }

    func version(of path: RelativePath) -> String? { nil }
    var mayShareFiles: Bool { true }
    var wayOut: String { "move it away" }
    func checkEntry(_ entry: Entry) throws {}
}
