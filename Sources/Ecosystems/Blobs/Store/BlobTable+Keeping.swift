import Crypto
import Persistence
import Posix
import SQLite
import Time

extension BlobTable {
    /// Everything that has a row.
    func digests() async throws -> Set<SHA256Digest> {
        try await database.read { connection in
            var found: Set<SHA256Digest> = []
            try connection.forEach("SELECT sha256 FROM blobs") { found.insert(SHA256Digest(in: try $0.get(0), at: 0)) }
            return found
        }
    }

    /// Since when those are there, and by what snapshots name them, as far as they have rows.
    func ages(of wanted: [SHA256Digest]) async throws -> [SHA256Digest: (sha512: SHA512Digest, added: Moment)] {
        try await database.read { connection in
            var found: [SHA256Digest: (sha512: SHA512Digest, added: Moment)] = [:]
            for digest in wanted {
                found[digest] = try connection.fetchOne(
                    "SELECT sha512, added_at FROM blobs WHERE sha256 = ?",
                    [.blob(digest.bytes)]
                ) { (SHA512Digest(in: try $0.get(0), at: 0), Moment(milliseconds: try $0.get(1))) }
            }
            return found
        }
    }

    /// Notes that those were read and are whole.
    func note(_ digests: [SHA256Digest], verifiedAt moment: Moment) async throws {
        guard !digests.isEmpty else { return }
        try await database.write { connection in
            for digest in digests {
                try connection.execute(
                    "UPDATE blobs SET verified_at = ? WHERE sha256 = ?",
                    [.integer(moment.milliseconds), .blob(digest.bytes)]
                )
            }
        }
    }

    /// The names in trees that lead to one file.
    func names(of file: FileInfo) async throws -> [StoreVerification.PublishedPath] {
        try await database.read { connection in
            try connection.fetchAll(
                "SELECT repository, path FROM files WHERE device = ? AND inode = ? ORDER BY repository, path",
                Self.place(of: file)
            ) { StoreVerification.PublishedPath(repository: try $0.get(0), path: try $0.get(1)) }
        }
    }

    /// Forgets the names in trees that lead to one file, so that whoever wants them makes them anew.
    func forgetNames(of file: FileInfo) async throws {
        try await database.write { connection in
            try connection.execute("DELETE FROM files WHERE device = ? AND inode = ?", Self.place(of: file))
        }
    }

    private static func place(of file: FileInfo) -> [SQLValue] {
        [.integer(Int64(bitPattern: file.device)), .integer(Int64(bitPattern: file.inode))]
    }

    /// How much there is.
    func total() async throws -> StoreStatistics.Amount {
        try await database.read { try Self.total($0) }
    }

    private static func total(_ connection: Connection) throws -> StoreStatistics.Amount {
        try connection.fetchOne("SELECT COUNT(*), COALESCE(SUM(size), 0) FROM blobs") {
            StoreStatistics.Amount(files: try $0.get(0), bytes: try $0.get(1))
        } ?? StoreStatistics.Amount()
    }

    /// How much there is, and how much of it each repository has in its tree.
    func statistics() async throws -> StoreStatistics {
        try await database.read { connection in
            var found = StoreStatistics()
            found.blobs = try Self.total(connection)
            guard found.blobs.files > 0 else { return found }
            found.repositories = try connection.fetchAll(
                """
                SELECT files.repository, COUNT(*), SUM(files.size) FROM files
                JOIN blobs ON blobs.sha512 = files.sha512 GROUP BY files.repository ORDER BY files.repository
                """
            ) { row in
                let published = StoreStatistics.Amount(files: try row.get(1), bytes: try row.get(2))
                return StoreStatistics.Use(repository: try row.get(0), published: published)
            }
            return found
        }
    }
}
