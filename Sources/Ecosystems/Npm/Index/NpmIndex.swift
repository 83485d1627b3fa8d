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
    func load() async throws -> IndexedFolders {
        try await database.read { [repository] connection in
            var findings: [String: [Finding]] = [:]
            try connection.forEach(Self.selectFindings, [.text(repository)]) { row in
                findings[row.text(2), default: []].append(try Finding(row: row))
            }
            let folders = try IndexedFolders.build { folders in
                try connection.forEach(Self.selectPackages, [.text(repository)]) { row in
                    let package = try IndexedPackage(row: row)
                    let name = package.name.string
                    // What lies beneath the name: a zero is what follows a slash.
                    let range: [SQLValue] = [.text(repository), .text("\(name)/"), .text("\(name)0")]
                    let files = try connection.fetchAll(Self.selectFiles, range) { try IndexedFile(row: $0) }
                    let found = findings.removeValue(forKey: name) ?? []
                    try folders.append(IndexedFolder(package: package, files: files, findings: found))
                }
            }
            let count = try connection.fetchOne(Self.countFiles, [.text(repository)]) { Int($0.integer(0)) }
            guard folders.files == count, findings.isEmpty else { throw Self.damaged("a package without its row") }
            return folders
        }
    }

    /// What is wrong in the storage.
    var findings: FindingStore { FindingStore(database: database, repository: repository) }

    /// What is noted of the storage as a whole.
    package var tree: TreeRecord { TreeRecord(database: database, repository: repository) }

    static func damaged(_ what: String) -> SQLiteError { SQLiteError(code: 20, message: what, sql: "the index of npm") }

    private static let selectPackages =
        "SELECT \(IndexedPackage.columns) FROM packages WHERE repository = ? ORDER BY name"

    private static let selectFiles =
        "SELECT \(IndexedFile.columns) FROM files WHERE repository = ? AND path > ? AND path < ? ORDER BY path"

    private static let countFiles = "SELECT COUNT(*) FROM files WHERE repository = ?"

    private static let selectFindings = """
        SELECT \(Finding.columns) FROM findings WHERE repository = ? AND package IS NOT NULL AND state <> 'repaired' ORDER BY path, kind
        """
}
