import Persistence
import Posix
import Reporting
import Synchronization
import TestSupport
import Testing
import Time
import Transfer

@testable import Folders

/// A folder with a collector whose clock tests set.
struct FolderFixture: Sendable {
    let tree: Directory
    let database: Database
    private let clock = Clock()

    final class Clock: Sendable {
        let ahead = Mutex<Int64>(10_000_000_000)
    }

    init() async throws {
        tree = try Directory.making(AbsolutePath("\(TemporaryDirectory.current)/tree"))
        database = try await Database(.memory)
    }

    func collector(_ selection: Selection = Selection()) throws -> FolderCollector {
        let info = try tree.info()
        return FolderCollector(
            root: tree,
            selection: selection,
            rules: PlainRules(),
            repository: "files",
            database: database,
            clock: WallClock { [clock] in Moment(nanoseconds: info.changed + clock.ahead.withLock(\.self)) }
        )
    }

    /// Sets the clock to so many nanoseconds after the folder was last changed.
    func set(ahead nanoseconds: Int64) { clock.ahead.withLock { $0 = nanoseconds } }

    @discardableResult
    func collect(_ selection: Selection = Selection(), deep: Bool = false) async throws -> CollectedFiles {
        try await collector(selection).collect(deep: deep, reporter: .silent)
    }

    func findings() async throws -> [Finding] {
        try await FindingStore(database: database, repository: "files").findings()
    }

    func write(_ path: String, _ text: String = "x") throws {
        try tree.replace(RelativePath(path), with: Array(text.utf8))
    }

    /// Runs one line of shell in the folder, for what no code of ours makes.
    func shell(_ line: String) throws {
        let outcome = try StockTool("sh").run(["-c", line], in: tree.path.string)
        try #require(outcome.status == 0, "\(outcome.complaints)")
    }
}

extension CollectedFiles {
    var paths: [String] { files.keys.map(\.string).sorted() }
}
