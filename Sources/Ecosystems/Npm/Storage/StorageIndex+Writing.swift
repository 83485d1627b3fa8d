import Crypto
import Persistence
import Posix
import SQLite
import Transfer

/// What one collect found to be different from the index.
struct IndexChange: Sendable {
    /// Packages that were read again, with all their files and findings.
    var folders: [(folder: IndexedFolder, findings: [Finding])] = []
    /// Names of packages that are gone.
    var removed: [String] = []
    /// Findings about paths that belong to no package.
    var strays: [Finding] = []
}

extension StorageIndex {
    /// Writes a change in one transaction, and counts it if the tree is not what it was.
    ///
    /// Returns the generation.
    func write(_ change: IndexChange, isNew: Bool, now: Int64) async throws -> Int64 {
        let repository = repository
        return try await database.write { connection in
            let writer = IndexWriter(connection, repository: repository, now: now)
            for name in change.removed { try writer.remove(name) }
            for (folder, findings) in change.folders { try writer.replace(folder, findings) }
            try writer.findings.replace(change.strays, of: nil)
            return try writer.stamp(isNew: isNew)
        }
    }

    /// Notes the offline-ready form of documents.
    func writeReady(_ packages: [IndexedPackage]) async throws {
        let repository = repository
        try await database.write { connection in
            for package in packages {
                try connection.execute(
                    """
                    UPDATE packages SET ready_key = ?, ready_sha512 = ?, ready_size = ?
                    WHERE repository = ? AND name = ?
                    """,
                    [
                        package.readyKey.sqlValue, (package.readySHA512?.bytes).sqlValue, package.readySize.sqlValue,
                        .text(repository), .text(package.name),
                    ]
                )
            }
        }
    }
}

/// Writes packages, files and findings of one repository within a transaction.
private struct IndexWriter {
    private let connection: Connection
    private let repository: SQLValue
    private let name: String
    private let now: Int64

    let findings: FindingWriter

    init(_ connection: Connection, repository: String, now: Int64) {
        self.connection = connection
        self.repository = .text(repository)
        name = repository
        self.now = now
        findings = FindingWriter(connection, repository: repository)
    }

    func remove(_ package: String) throws {
        try findings.replace([], of: package)
        for (table, column) in [("packages", "name"), ("files", "package")] {
            try connection.execute(
                "DELETE FROM \(table) WHERE repository = ? AND \(column) = ?",
                [repository, .text(package)]
            )
        }
    }

    func replace(_ folder: IndexedFolder, _ findings: [Finding]) throws {
        try connection.execute(
            "DELETE FROM files WHERE repository = ? AND package = ?",
            [repository, .text(folder.package.name)]
        )
        try connection.execute(
            """
            INSERT OR REPLACE INTO packages (repository, name, location, device, inode, size, modified, changed,
                read_at, sha512, listed, facts, ready_key, ready_sha512, ready_size)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            folder.package.sqlValues(repository: name)
        )
        for file in folder.files { try insert(file) }
        try self.findings.replace(findings, of: folder.package.name)
    }

    private func insert(_ file: IndexedFile) throws {
        try connection.execute(
            """
            INSERT INTO files (repository, path, package, version, location, device, inode, size, modified, changed,
                hashed_at, sha512, sha1, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            file.sqlValues(repository: name)
        )
    }

    func stamp(isNew: Bool) throws -> Int64 {
        try connection.execute(
            """
            INSERT INTO trees (repository, generation, collected_at) VALUES (?1, 1, ?2)
            ON CONFLICT (repository) DO UPDATE SET generation = generation + ?3, collected_at = ?2
            """,
            [repository, .integer(now), .integer(isNew ? 1 : 0)]
        )
        return try connection.fetchOne("SELECT generation FROM trees WHERE repository = ?", [repository]) {
            $0.integer(0)
        } ?? 1
    }
}

extension StorageIndex {
    /// Notes files that were just placed, so that they are not hashed again; their packages are still to be read.
    func notePlaced(_ files: [IndexedFile]) async throws {
        let repository = repository
        try await database.write { connection in
            for file in files {
                try connection.execute(
                    """
                    INSERT OR IGNORE INTO packages (repository, name, location, device, inode, size, modified, changed,
                        read_at, listed, facts)
                    VALUES (?, ?, ?, 0, 0, 0, 0, 0, 0, 0, X'')
                    """,
                    [.text(repository), .text(file.package), .text(file.location.parent?.string ?? "")]
                )
                try connection.execute(
                    """
                    INSERT OR REPLACE INTO files (repository, path, package, version, location, device, inode, size,
                        modified, changed, hashed_at, sha512, sha1, state)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    file.sqlValues(repository: repository)
                )
            }
        }
    }
}
