package import Persistence
import Posix
import SQLite
import Transfer
package import Trees

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

    /// What is wrong in the storage.
    var findings: FindingStore { FindingStore(database: database, repository: repository) }

    /// What is noted of the storage as a whole.
    package var tree: TreeRecord { TreeRecord(database: database, repository: repository) }

    static func damaged(_ what: String) -> SQLiteError { SQLiteError(code: 20, message: what, sql: "the index of npm") }

    private static let selectPackages =
        "SELECT \(IndexedPackage.columns) FROM packages WHERE repository = ? ORDER BY name"

    private static let selectFiles = "SELECT \(IndexedFile.columns) FROM files WHERE repository = ? ORDER BY path"

    private static let selectFindings = """
        SELECT \(Finding.columns) FROM findings WHERE repository = ? AND package IS NOT NULL AND state <> 'repaired' ORDER BY path, kind
        """
}
