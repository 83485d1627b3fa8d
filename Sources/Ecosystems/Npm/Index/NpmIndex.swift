package import Persistence
import Posix
import SQLite
package import Time
import Transfer

/// What lies in the storage of one repository, by content, as it was read last; kept in SQLite.
package struct NpmIndex: Sendable {
    let database: Database
    let repository: String

    package init(database: Database, repository: String) {
        self.database = database
        self.repository = repository
    }

    /// All of it, by package.
    func load() async throws -> [PackageName: IndexedFolder] {
        try await database.read { [repository] connection in
            var folders: [IndexedFolder] = []
            // Rows say names as text: each is checked once, however many files a package has.
            var places: [String: Int] = [:]
            func place(of row: Row, _ column: Int) throws -> Int {
                guard let place = places[row.text(column)] else { throw Self.damaged("a package without its row") }
                return place
            }
            try connection.forEach(Self.selectPackages, [.text(repository)]) { row in
                places[row.text(0)] = folders.count
                folders.append(IndexedFolder(package: try IndexedPackage(row: row), files: [], findings: []))
            }
            try connection.forEach(Self.selectFiles, [.text(repository)]) { row in
                try folders[place(of: row, 0)].files.append(IndexedFile(row: row))
            }
            try connection.forEach(Self.selectFindings, [.text(repository)]) { row in
                try folders[place(of: row, 2)].findings.append(Finding(row: row))
            }
            return Dictionary(folders.map { ($0.package.name, $0) }) { first, _ in first }
        }
    }

    /// The last capture: of which generation, under which settings, with which result.
    func notedCapture() async throws -> (generation: Int64, key: String, snapshot: String)? {
        try await database.read { [repository] connection in
            try connection.fetchOne(
                """
                SELECT captured_generation, captured_key, captured_snapshot FROM trees
                WHERE repository = ? AND captured_snapshot IS NOT NULL
                """,
                [.text(repository)]
            ) { ($0.integer(0), $0.text(1), $0.text(2)) }
        }
    }

    /// When the storage was collected last; `nil` before the first time.
    package func collectedAt() async throws -> Moment? {
        try await database.read { [repository] connection in
            try connection.fetchOne("SELECT collected_at FROM trees WHERE repository = ?", [.text(repository)]) {
                Moment(milliseconds: $0.integer(0))
            }
        }
    }

    static func damaged(_ what: String) -> SQLiteError { SQLiteError(code: 20, message: what, sql: "the index of npm") }

    private static let selectPackages =
        "SELECT \(IndexedPackage.columns) FROM packages WHERE repository = ? ORDER BY name"

    private static let selectFiles = "SELECT \(IndexedFile.columns) FROM files WHERE repository = ? ORDER BY path"

    private static let selectFindings = """
        SELECT \(Finding.columns) FROM findings WHERE repository = ? AND package IS NOT NULL ORDER BY path, kind
        """
}
