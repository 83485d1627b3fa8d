import Crypto
import Persistence
import SQLite
import Time

/// The rows of the contents that are known to be whole and durable.
struct BlobTable: Sendable {
    let database: Database

    init(_ database: Database) { self.database = database }

    /// Those of the asked ones that have a row, in one transaction.
    func rows(of wanted: [SHA256Digest]) async throws -> [SHA256Digest: Blob] {
        try await database.read { connection in
            var found: [SHA256Digest: Blob] = [:]
            for digest in wanted {
                found[digest] = try connection.fetchOne(
                    "SELECT sha256, sha512, size FROM blobs WHERE sha256 = ?",
                    [.blob(digest.bytes)],
                    Blob.init(row:)
                )
            }
            return found
        }
    }

    /// The same by the other digest.
    func rows(of wanted: [SHA512Digest]) async throws -> [SHA512Digest: Blob] {
        try await database.read { connection in
            var found: [SHA512Digest: Blob] = [:]
            for digest in wanted {
                found[digest] = try connection.fetchOne(
                    "SELECT sha256, sha512, size FROM blobs WHERE sha512 = ?",
                    [.blob(digest.bytes)],
                    Blob.init(row:)
                )
            }
            return found
        }
    }

    /// Writes rows, in one transaction; one that is there was added anew.
    func add(_ blobs: [Blob], at moment: Moment) async throws {
        guard !blobs.isEmpty else { return }
        try await database.write { connection in
            for blob in blobs {
                try connection.execute(
                    """
                    INSERT INTO blobs (sha256, sha512, size, added_at) VALUES (?, ?, ?, ?)
                    ON CONFLICT (sha256) DO UPDATE SET (sha512, size, added_at, verified_at)
                        = (excluded.sha512, excluded.size, excluded.added_at, NULL)
                    """,
                    [
                        .blob(blob.sha256.bytes), .blob(blob.sha512.bytes), .integer(blob.size),
                        .integer(moment.milliseconds),
                    ]
                )
            }
        }
    }

    /// Removes rows, in one transaction.
    func remove(_ digests: [SHA256Digest]) async throws {
        guard !digests.isEmpty else { return }
        try await database.write { connection in
            for digest in digests {
                try connection.execute("DELETE FROM blobs WHERE sha256 = ?", [.blob(digest.bytes)])
            }
        }
    }
}

extension Blob {
    /// Takes the columns `sha256, sha512, size`.
    init(row: Row) throws {
        self.init(
            sha256: SHA256Digest(in: try row.get(0), at: 0),
            sha512: SHA512Digest(in: try row.get(1), at: 0),
            size: try row.get(2)
        )
    }
}
