import Crypto
import Persistence
import Posix
import SQLite
import Time
import Transfer
import Trees

/// What lies in a folder, by content, as it was read last; kept in SQLite.
struct FilesIndex: Sendable {
    let database: Database
    let repository: String

    /// All of it.
    func load() async throws -> [RelativePath: IndexedFile] {
        let repository = repository
        return try await database.read { connection in
            var files: [RelativePath: IndexedFile] = [:]
            try connection.forEach(Self.select, [.text(repository)]) { row in
                let file = try IndexedFile(row: row)
                files[file.path] = file
            }
            return files
        }
    }

    /// Writes what one collect found to be different, in one transaction.
    func write(_ change: Change, now: Moment) async throws {
        try await database.write { [repository, tree] connection in
            let files = FileWriter(connection, repository: repository)
            for path in change.removed { try files.remove(path) }
            for file in change.read { try files.insert(file) }
            try FindingWriter(connection, repository: repository).replaceAll(with: change.findings)
            let isNew = !change.read.isEmpty || !change.removed.isEmpty
            try tree.noteChanges(of: change.changed, at: now, through: connection)
            try tree.noteCollected(at: now, isNew: isNew, through: connection)
        }
    }

    /// Notes files that were just placed, so that they are not read again.
    func notePlaced(_ files: [IndexedFile]) async throws {
        try await database.write { [repository] connection in
            let writer = FileWriter(connection, repository: repository)
            for file in files { try writer.insert(file) }
        }
    }

    /// What is noted of the folder as a whole.
    private var tree: TreeRecord { TreeRecord(database: database, repository: repository) }

    /// What one collect found to be different from the index.
    struct Change: Sendable {
        var read: [IndexedFile] = []
        var removed: [RelativePath] = []
        /// Packages in which one of them has other content than before.
        var changed: Set<String> = []
        /// All that are there now.
        var findings: [Finding] = []
    }

    static let damaged = SQLiteError(code: 20, message: "a digest that was never written", sql: "files")

    private static let select = """
        SELECT path, device, inode, size, modified, changed, hashed_at, sha512 FROM files WHERE repository = ?
        """
}

extension IndexedFile {
    fileprivate init(row: Row) throws {
        guard let sha512 = SHA512Digest(bytes: row.blob(7)) else {
            throw FilesIndex.damaged
        }
        self.init(
            path: try RelativePath(row.text(0)),
            identity: FileIdentity(row: row, from: 1),
            hashedAt: row.integer(6),
            sha512: sha512
        )
    }
}

extension FileWriter {
    fileprivate func insert(_ file: IndexedFile) throws {
        try insert(
            file.path,
            of: file.path.package,
            at: file.path,
            file.identity,
            hashedAt: file.hashedAt,
            sha512: file.sha512
        )
    }
}

/// A file as the index knows it.
struct IndexedFile: Sendable, Equatable {
    let path: RelativePath
    let identity: FileIdentity
    /// Nanoseconds since 1970, before the first byte was read.
    let hashedAt: Int64
    let sha512: SHA512Digest

    /// Whether what lies there now need not be read again.
    func isCurrent(_ info: FileInfo) -> Bool { FileIdentity(info) == identity && identity.isSettled(at: hashedAt) }
}
