package import Crypto
import Persistence
package import Posix
package import SQLite
package import Time
import Transfer
package import Trees

/// What lies in a folder, by content, as it was read last; kept in SQLite.
package struct FolderIndex: Sendable {
    let database: Database
    let repository: String
    let rules: any FolderRules

    /// All of it.
    package func load() async throws -> [RelativePath: IndexedFile] {
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
        try await database.write { [repository, rules, tree] connection in
            let files = FileWriter(connection, repository: repository)
            for path in change.removed { try files.remove(path) }
            for file in change.read { try files.insert(file, rules) }
            try FindingWriter(connection, repository: repository).replaceAll(with: change.findings)
            let isNew = !change.read.isEmpty || !change.removed.isEmpty
            try tree.noteChanges(of: change.changed, at: now, through: connection)
            try tree.noteCollected(at: now, isNew: isNew, through: connection)
        }
    }

    /// Notes files that were just placed, so that they are not read again.
    func notePlaced(_ files: [IndexedFile]) async throws {
        try await database.write { [repository, rules] connection in
            let writer = FileWriter(connection, repository: repository)
            for file in files { try writer.insert(file, rules) }
        }
    }

    /// Notes files that were placed and removed together, in one transaction with what `also` writes; that is told the
    /// generation of the tree as it is now.
    package func write(
        placed: [IndexedFile],
        removed: some Collection<RelativePath> & Sendable,
        now: Moment,
        also: @escaping @Sendable (_ generation: Int64, Connection) throws -> Void
    ) async throws {
        try await database.write { [repository, rules, tree] connection in
            let writer = FileWriter(connection, repository: repository)
            for path in removed { try writer.remove(path) }
            for file in placed { try writer.insert(file, rules) }
            let changed = Set((placed.map(\.path) + removed).map { rules.package(of: $0) })
            try tree.noteChanges(of: changed, at: now, through: connection)
            let isNew = !placed.isEmpty || !removed.isEmpty
            try also(try tree.noteCollected(at: now, isNew: isNew, through: connection), connection)
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
        SELECT path, device, inode, size, modified, changed, hashed_at, sha512, sha256 FROM files WHERE repository = ?
        """
}

extension IndexedFile {
    fileprivate init(row: Row) throws {
        guard let sha512 = SHA512Digest(bytes: row.blob(7)) else {
            throw FolderIndex.damaged
        }
        self.init(
            path: try RelativePath(row.text(0)),
            identity: FileIdentity(row: row, from: 1),
            hashedAt: row.integer(6),
            sha512: sha512,
            sha256: SHA256Digest(bytes: row.blob(8))
        )
    }
}

extension FileWriter {
    fileprivate func insert(_ file: IndexedFile, _ rules: any FolderRules) throws {
        try insert(
            file.path,
            of: rules.package(of: file.path),
            version: rules.version(of: file.path),
            at: file.path,
            file.identity,
            hashedAt: file.hashedAt,
            sha512: file.sha512,
            sha256: file.sha256
        )
    }
}

/// A file as the index knows it.
package struct IndexedFile: Sendable, Equatable {
    package let path: RelativePath
    package let identity: FileIdentity
    /// Nanoseconds since 1970, before the first byte was read.
    let hashedAt: Int64
    package let sha512: SHA512Digest
    /// `nil` where nobody computed it.
    package let sha256: SHA256Digest?

    /// Describes a file whose bytes were hashed at that time, in nanoseconds since 1970.
    package init(
        path: RelativePath,
        identity: FileIdentity,
        hashedAt: Int64,
        sha512: SHA512Digest,
        sha256: SHA256Digest? = nil
    ) {
        self.path = path
        self.identity = identity
        self.hashedAt = hashedAt
        self.sha512 = sha512
        self.sha256 = sha256
    }

    /// Bytes.
    package var size: Int64 { identity.size }

    /// Whether what lies there now need not be read again.
    func isCurrent(_ info: FileInfo, _ rules: any FolderRules) -> Bool {
        isSame(as: info, rules) && identity.isSettled(at: hashedAt)
    }

    /// Whether it is the file that was read.
    ///
    /// A file with several names changes its time whenever it gets or loses one: where a store keeps the bytes, that says
    /// nothing of them.
    func isSame(as info: FileInfo, _ rules: any FolderRules) -> Bool {
        let other = FileIdentity(info)
        guard rules.mayShareFiles, info.links > 1 else { return other == identity }
        return identity.isSame(asIfUnchanged: other)
    }
}
