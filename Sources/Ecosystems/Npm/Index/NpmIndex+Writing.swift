import Persistence
import Posix
import SQLite
import Time
import Transfer

/// What one collect found to be different from the index.
struct IndexChange: Sendable {
    /// Packages that were read again, with all their files and findings.
    var folders: [IndexedFolder] = []
    /// Packages that are gone.
    var removed: [PackageName] = []
    /// Findings about paths that belong to no package.
    var strays: [Finding] = []
}

extension NpmIndex {
    /// Writes a change in one transaction, and counts it if the tree is not what it was.
    ///
    /// Returns the generation.
    func write(_ change: IndexChange, isNew: Bool, now: Moment) async throws -> Int64 {
        try await database.write { [repository] connection in
            let writer = IndexWriter(connection, repository: repository)
            for name in change.removed { try writer.remove(name) }
            for folder in change.folders { try writer.replace(folder) }
            try writer.findings.replace(change.strays, of: nil)
            return try writer.stamp(isNew: isNew, now: now)
        }
    }

    /// Notes the offline-ready form of documents.
    func noteReady(_ packages: [IndexedPackage]) async throws {
        guard !packages.isEmpty else { return }
        try await database.write { [repository] connection in
            for package in packages {
                guard let ready = package.ready else { continue }
                try connection.execute(
                    """
                    UPDATE packages SET ready_key = ?, ready_sha512 = ?, ready_size = ?, ready_omission = ?
                    WHERE repository = ? AND name = ?
                    """,
                    ready.sqlValues + [.text(repository), .text(package.name.string)]
                )
            }
        }
    }

    /// Notes a capture, so that the same tree need not be listed again.
    func noteCapture(_ snapshot: String, key: String, generation: Int64) async throws {
        try await database.write { [repository] connection in
            try connection.execute(
                """
                UPDATE trees SET captured_generation = ?, captured_key = ?, captured_snapshot = ?
                WHERE repository = ?
                """,
                [.integer(generation), .text(key), .text(snapshot), .text(repository)]
            )
        }
    }

    /// Notes files that were just placed, so that they are not hashed again; their packages are still to be read.
    func notePlaced(_ files: [(package: PackageName, file: IndexedFile)]) async throws {
        try await database.write { [repository] connection in
            let writer = IndexWriter(connection, repository: repository)
            for (package, file) in files {
                try writer.insertUnread(package, at: file.location.parent)
                try writer.insert(file, of: package)
            }
        }
    }
}

/// Writes packages, files and findings of one repository within a transaction.
private struct IndexWriter {
    private let connection: Connection
    private let repository: SQLValue
    let findings: FindingWriter

    init(_ connection: Connection, repository: String) {
        self.connection = connection
        self.repository = .text(repository)
        findings = FindingWriter(connection, repository: repository)
    }

    func remove(_ package: PackageName) throws {
        try findings.replace([], of: package.string)
        try removeFiles(of: package)
        try connection.execute(
            "DELETE FROM packages WHERE repository = ? AND name = ?",
            [repository, .text(package.string)]
        )
    }

    func replace(_ folder: IndexedFolder) throws {
        try removeFiles(of: folder.package.name)
        try connection.execute(
            """
            INSERT OR REPLACE INTO packages (repository, \(IndexedPackage.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [repository] + folder.package.sqlValues
        )
        for file in folder.files { try insert(file, of: folder.package.name) }
        try findings.replace(folder.findings, of: folder.package.name.string)
    }

    func insert(_ file: IndexedFile, of package: PackageName) throws {
        try connection.execute(
            """
            INSERT OR REPLACE INTO files (repository, \(IndexedFile.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [repository] + file.sqlValues(of: package)
        )
    }

    /// Makes a row for a package that is not known yet, as one that is still to be read.
    func insertUnread(_ package: PackageName, at location: RelativePath?) throws {
        try connection.execute(
            """
            INSERT OR IGNORE INTO packages (repository, name, location, device, inode, size, modified, changed,
                read_at, listed, facts)
            VALUES (?, ?, ?, 0, 0, 0, 0, 0, 0, 0, X'')
            """,
            [repository, .text(package.string), .text(location?.string ?? "")]
        )
    }

    private func removeFiles(of package: PackageName) throws {
        try connection.execute(
            "DELETE FROM files WHERE repository = ? AND package = ?",
            [repository, .text(package.string)]
        )
    }

    func stamp(isNew: Bool, now: Moment) throws -> Int64 {
        try connection.execute(
            """
            INSERT INTO trees (repository, generation, collected_at) VALUES (?1, 1, ?2)
            ON CONFLICT (repository) DO UPDATE SET generation = generation + ?3, collected_at = ?2
            """,
            [repository, .integer(now.milliseconds), .integer(isNew ? 1 : 0)]
        )
        return try connection.fetchOne("SELECT generation FROM trees WHERE repository = ?", [repository]) {
            $0.integer(0)
        } ?? 1
    }
}
