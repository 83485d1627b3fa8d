import Crypto
import Persistence
import Posix
import SQLite
import Time
import Transfer
import Trees

/// What one collect found to be different from the index.
struct IndexChange: Sendable {
    /// Packages that were read again, with all their files and findings.
    var folders: [IndexedFolder] = []
    /// Packages that were found to be untouched without their fingerprints.
    var recognised: [RecognisedFolder] = []
    /// Packages that are gone.
    var removed: [PackageName] = []
    /// Packages that have other content than the index says.
    var changed: [PackageName] = []
    /// Findings about paths that belong to no package; `nil` leaves them as they are.
    var strays: [Finding]?
}

extension NpmIndex {
    /// Writes a change in one transaction, and counts it if the tree is not what it was.
    ///
    /// Returns the generation.
    func write(_ change: IndexChange, now: Moment) async throws -> Int64 {
        try await database.write { [repository, tree] connection in
            let writer = IndexWriter(connection, repository: repository, now: now)
            for name in change.removed { try writer.remove(name) }
            for folder in change.folders { try writer.replace(folder) }
            for folder in change.recognised { try writer.noteFingerprint(of: folder) }
            if let strays = change.strays { try writer.findings.replace(strays, of: nil, at: now) }
            try tree.noteChanges(of: change.changed.map(\.string), at: now, through: connection)
            let isNew = !change.removed.isEmpty || !change.changed.isEmpty
            return try tree.noteCollected(at: now, isNew: isNew, through: connection)
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

    /// Notes files that were just placed, so that they are not hashed again; their packages are still to be read.
    func notePlaced(_ files: [(package: PackageName, file: IndexedFile)]) async throws {
        try await database.write { [repository] connection in
            let writer = IndexWriter(connection, repository: repository, now: Moment(nanoseconds: 0))
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
    private let files: FileWriter
    private let now: Moment
    let findings: FindingWriter

    init(_ connection: Connection, repository: String, now: Moment) {
        self.connection = connection
        self.repository = .text(repository)
        self.now = now
        files = FileWriter(connection, repository: repository)
        findings = FindingWriter(connection, repository: repository)
    }

    func remove(_ package: PackageName) throws {
        try findings.replace([], of: package.string, at: now)
        try files.removeAll(of: package.string)
        try connection.execute(
            "DELETE FROM packages WHERE repository = ? AND name = ?",
            [repository, .text(package.string)]
        )
        try connection.execute(
            "DELETE FROM briefs WHERE repository = ? AND package = ?",
            [repository, .text(package.string)]
        )
    }

    func replace(_ folder: IndexedFolder) throws {
        try files.removeAll(of: folder.package.name.string)
        try connection.execute(
            """
            INSERT OR REPLACE INTO packages (repository, \(IndexedPackage.columns), files, bytes, versions)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [repository] + folder.package.sqlValues + FileTotals(folder.files).sqlValues
        )
        for file in folder.files { try insert(file, of: folder.package.name) }
        try findings.replace(folder.findings, of: folder.package.name.string, at: now) { path in
            folder.files.contains { $0.path.string == path && $0.state == .whole }
        }
    }

    func noteFingerprint(of folder: RecognisedFolder) throws {
        try connection.execute(
            "UPDATE packages SET fingerprint = ?, files = ?, bytes = ?, versions = ? WHERE repository = ? AND name = ?",
            [.blob(folder.fingerprint.digest.bytes)] + folder.files.sqlValues + [repository, .text(folder.name.string)]
        )
    }

    func insert(_ file: IndexedFile, of package: PackageName) throws {
        try files.insert(
            file.path,
            of: package.string,
            version: file.version,
            at: file.location,
            file.identity,
            hashedAt: file.hashedAt,
            sha512: file.sha512,
            sha1: file.sha1,
            state: file.state,
            scan: file.scan
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
}
