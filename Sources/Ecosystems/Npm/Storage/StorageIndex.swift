import Crypto
import Persistence
import Posix
import SQLite
import Transfer

/// A tarball as the index knows it.
struct IndexedFile: Sendable, Equatable {
    /// How it stands with its metadata.
    enum State: String, Sendable {
        /// Its version states this digest.
        case whole
        /// Its version states another, or it cannot be what a tarball is.
        case broken
        /// No version names it.
        case orphan
    }

    let path: RelativePath
    let package: String
    let version: String?
    let location: RelativePath
    let identity: FileIdentity
    /// Nanoseconds since 1970, before the first byte was read.
    let hashedAt: Int64
    let sha512: SHA512Digest
    let sha1: SHA1Digest?
    let state: State
}

/// A package's document as the index knows it.
struct IndexedPackage: Sendable, Equatable {
    let name: String
    let location: RelativePath
    /// `nil` when there is no document.
    let identity: FileIdentity?
    /// Nanoseconds since 1970, before the first byte was read.
    let readAt: Int64
    /// Of the document's bytes; `nil` when it cannot be used as a packument.
    let sha512: SHA512Digest?
    /// How many versions it lists.
    let listed: Int
    /// What planning needs of it, encoded; empty when it is not readable.
    let facts: [UInt8]
    /// What its offline-ready form was made from; `nil` when that was not made yet.
    var readyKey: [UInt8]?
    var readySHA512: SHA512Digest?
    var readySize: Int64?
}

/// Everything the index knows of one package.
struct IndexedFolder: Sendable, Equatable {
    var package: IndexedPackage
    var files: [IndexedFile]
}

/// What lies in a storage, by content, as it was read last; kept in SQLite.
struct StorageIndex: Sendable {
    let database: Database
    let repository: String

    /// All of it, by package name.
    func load() async throws -> [String: IndexedFolder] {
        let repository = repository
        return try await database.read { connection in
            var folders: [String: IndexedFolder] = [:]
            try connection.forEach(Self.selectPackages, [.text(repository)]) { row in
                let package = try IndexedPackage(row: row)
                folders[package.name] = IndexedFolder(package: package, files: [])
            }
            try connection.forEach(Self.selectFiles, [.text(repository)]) { row in
                let file = try IndexedFile(row: row)
                folders[file.package]?.files.append(file)
            }
            return folders
        }
    }

    /// Everything that is wrong, ignored findings included.
    func findings() async throws -> [Finding] {
        try await FindingStore(database: database, repository: repository).findings()
    }

    /// The last capture: of which generation, under which settings, with which result.
    func notedCapture() async throws -> (generation: Int64, key: String, snapshot: String)? {
        let repository = repository
        return try await database.read { connection in
            try connection.fetchOne(
                """
                SELECT captured_generation, captured_key, captured_snapshot FROM trees
                WHERE repository = ? AND captured_snapshot IS NOT NULL
                """,
                [.text(repository)]
            ) { ($0.integer(0), $0.text(1), $0.text(2)) }
        }
    }

    /// Notes a capture, so that the same tree need not be listed again.
    func noteCapture(_ snapshot: String, key: String, generation: Int64) async throws {
        let repository = repository
        try await database.write { connection in
            try connection.execute(
                """
                UPDATE trees SET captured_generation = ?, captured_key = ?, captured_snapshot = ?
                WHERE repository = ?
                """,
                [.integer(generation), .text(key), .text(snapshot), .text(repository)]
            )
        }
    }

    private static let selectPackages = """
        SELECT name, location, device, inode, size, modified, changed, read_at, sha512, listed, facts, ready_key,
            ready_sha512, ready_size
        FROM packages WHERE repository = ?
        """

    private static let selectFiles = """
        SELECT path, package, version, location, device, inode, size, modified, changed, hashed_at, sha512, sha1, state
        FROM files WHERE repository = ?
        """
}
