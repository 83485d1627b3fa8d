package import Persistence
package import Posix
import SQLite

/// Which storage a repository had when somebody last worked on it, as this instance remembers: what tells an empty mount
/// point, or another disk, from what was there.
///
/// This alone writes the table `storages`.
package struct StorageRecord: Sendable {
    /// What was there.
    package struct Known: Sendable, Equatable {
        /// The identity that the storage itself keeps.
        package let uuid: String
        /// Where it lay.
        package let device: UInt64
        package let inode: UInt64

        /// Describes a storage whose root is `folder`.
        package init(uuid: String, folder: FileInfo) {
            self.uuid = uuid
            device = folder.device
            inode = folder.inode
        }

        fileprivate init(row: Row) {
            uuid = row.text(0)
            device = UInt64(bitPattern: row.integer(1))
            inode = UInt64(bitPattern: row.integer(2))
        }
    }

    private let database: Database
    private let repository: String

    /// The record of the repository with that name.
    package init(database: Database, repository: String) {
        self.database = database
        self.repository = repository
    }

    /// What was there last; `nil` before anybody worked on it, or where that was forgotten.
    package func known() async throws -> Known? {
        try await database.read { [repository] connection in
            try connection.fetchOne(
                "SELECT uuid, device, inode FROM storages WHERE repository = ?",
                [.text(repository)]
            ) { Known(row: $0) }
        }
    }

    /// Remembers what is there now.
    package func note(_ known: Known) async throws {
        guard try await self.known() != known else { return }
        try await database.write { [repository] connection in
            try connection.execute(
                "INSERT OR REPLACE INTO storages (repository, uuid, device, inode) VALUES (?, ?, ?, ?)",
                [
                    .text(repository), .text(known.uuid), .integer(Int64(bitPattern: known.device)),
                    .integer(Int64(bitPattern: known.inode)),
                ]
            )
        }
    }
}
