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
            let folders = try Self.folders(of: repository, IndexedPackage.columns, connection) { folders, row, folder in
                var folder = folder
                folder.files = try Self.files(of: folder.package.name, in: repository, connection)
                try folders.append(folder)
            }
            let count = try connection.fetchOne(Self.countFiles, [.text(repository)]) { Int($0.integer(0)) }
            guard folders.files == count else { throw Self.damaged("a package without its row") }
            return folders
        }
    }

    /// What a look at an untouched storage needs: packages without their facts, and without their files where nothing is to
    /// be said of them.
    func outline() async throws -> IndexedFolders {
        try await database.read { [repository] connection in
            let columns = "\(IndexedPackage.outlineColumns), files"
            return try Self.folders(of: repository, columns, connection) { folders, row, folder in
                var folder = folder
                if folder.package.ready.map({ $0.content == nil || !$0.omission.isEmpty }) ?? false {
                    folder.files = try Self.files(of: folder.package.name, in: repository, connection)
                }
                try folders.append(folder, files: Int(row.integer(16)))
            }
        }
    }

    private static func folders(
        of repository: String,
        _ columns: String,
        _ connection: Connection,
        add: (inout IndexedFolders.Builder, Row, IndexedFolder) throws -> Void
    ) throws -> IndexedFolders {
        var findings: [String: [Finding]] = [:]
        try connection.forEach(selectFindings, [.text(repository)]) { row in
            findings[row.text(2), default: []].append(try Finding(row: row))
        }
        let folders = try IndexedFolders.build { folders in
            let query = "SELECT \(columns) FROM packages WHERE repository = ? ORDER BY name"
            try connection.forEach(query, [.text(repository)]) { row in
                let package = try IndexedPackage(row: row)
                let found = findings.removeValue(forKey: package.name.string) ?? []
                try add(&folders, row, IndexedFolder(package: package, files: [], findings: found))
            }
        }
        guard findings.isEmpty else { throw damaged("a package without its row") }
        return folders
    }

    private static func files(
        of package: PackageName,
        in repository: String,
        _ connection: Connection
    ) throws -> [IndexedFile] {
        // What lies beneath the name: a zero is what follows a slash.
        let range: [SQLValue] = [.text(repository), .text("\(package)/"), .text("\(package)0")]
        return try connection.fetchAll(selectFiles, range) { try IndexedFile(row: $0) }
    }

    /// What is wrong in the storage.
    var findings: FindingStore { FindingStore(database: database, repository: repository) }

    /// What is noted of the storage as a whole.
    package var tree: TreeRecord { TreeRecord(database: database, repository: repository) }

    static func damaged(_ what: String) -> SQLiteError { SQLiteError(code: 20, message: what, sql: "the index of npm") }

    private static let selectFiles =
        "SELECT \(IndexedFile.columns) FROM files WHERE repository = ? AND path > ? AND path < ? ORDER BY path"

    private static let countFiles = "SELECT COUNT(*) FROM files WHERE repository = ?"

    private static let selectFindings = """
        SELECT \(Finding.columns) FROM findings WHERE repository = ? AND package IS NOT NULL AND state <> 'repaired' ORDER BY path, kind
        """
}
