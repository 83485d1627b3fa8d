import Persistence
import SQLite
import Synchronization
import Trees

/// The briefs of documents of one repository, as they were taken last.
///
/// What is noted is gathered, and written with much else. This alone writes the table `briefs`, but that the index
/// forgets packages that are gone.
final class BriefStore: Sendable {
    private typealias Note = [SQLValue]

    private struct State {
        var notes: [Note] = []
        var bytes = 0
    }

    /// Bytes that are gathered before they are written.
    private static let batch = 4 << 20

    private let database: Database
    private let repository: String
    private let state = Mutex(State())

    init(database: Database, repository: String) {
        self.database = database
        self.repository = repository
    }

    /// What is kept of a package's document; `nil` where nothing that this version can read is.
    func find(_ name: PackageName) async throws -> KeptBrief? {
        let row = try await database.read { [repository] connection in
            try connection.fetchOne(
                """
                SELECT device, inode, size, modified, changed, read_at, brief FROM briefs
                WHERE repository = ? AND package = ?
                """,
                [.text(repository), .text(name.string)]
            ) { (file: FileIdentity(row: $0, from: 0), readAt: $0.integer(5), bytes: $0.blob(6)) }
        }
        guard let row, let brief = DocumentBrief(of: name, decoding: row.bytes) else { return nil }
        return KeptBrief(brief: brief, file: row.file, readAt: row.readAt)
    }

    /// Keeps a brief in place of the one before, once enough have come or `flush` is called.
    func note(_ kept: KeptBrief, of name: PackageName) async throws {
        let bytes = kept.brief.encoded
        let note =
            [.text(repository), .text(name.string)] + kept.file.sqlValues + [.integer(kept.readAt), .blob(bytes)]
        let isMuch = state.withLock { state in
            state.notes.append(note)
            state.bytes += bytes.count
            return state.bytes > Self.batch
        }
        if isMuch { try await flush() }
    }

    /// Writes what was noted.
    func flush() async throws {
        let notes = state.withLock { state in
            defer { state = State() }
            return state.notes
        }
        guard !notes.isEmpty else { return }
        try await database.write { connection in
            for note in notes {
                try connection.execute("INSERT OR REPLACE INTO briefs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", note)
            }
        }
    }
}
