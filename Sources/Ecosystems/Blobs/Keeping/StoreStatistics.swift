package import Persistence
import Posix

/// How much the store holds, and what it spares.
package struct StoreStatistics: Sendable, Equatable {
    /// Files of some kind, and their bytes.
    package struct Amount: Sendable, Equatable {
        package var files = 0
        package var bytes: Int64 = 0

        package init(files: Int = 0, bytes: Int64 = 0) {
            self.files = files
            self.bytes = bytes
        }
    }

    /// What the tree of one repository has of the store.
    package struct Use: Sendable, Equatable {
        package let repository: String
        /// Names that lead to contents of the store, and the bytes that they would take each for itself.
        package let published: Amount
    }

    /// The contents that are known.
    package var blobs = Amount()
    /// In the order of their names.
    package var repositories: [Use] = []
    /// What was not what it was called.
    package var quarantine = Amount()
    /// What has begun to come.
    package var incoming = Amount()

    package init() {}

    /// Bytes that the published names would take beyond those of the store, were each a file of its own; 0 where they would
    /// take less.
    package var saved: Int64 { max(0, repositories.reduce(0) { $0 + $1.published.bytes } - blobs.bytes) }
}

extension BlobStore {
    /// How many contents are known and their bytes, by the rows alone: no store has to be there.
    package static func known(in database: Database) async throws -> StoreStatistics.Amount {
        try await BlobTable(database).total()
    }

    /// Counts by the rows, and what lies beside the contents by looking; blocks little.
    package func statistics() async throws -> StoreStatistics {
        var found = try await table.statistics()
        found.quarantine = try amount(in: Self.quarantine)
        found.incoming = try amount(in: Self.incoming)
        return found
    }

    private func amount(in folder: RelativePath) throws -> StoreStatistics.Amount {
        guard try root.info(folder) != nil else { return .init() }
        let files = try root.subdirectory(folder).entries().filter { $0.info.kind == .regular }
        return .init(files: files.count, bytes: files.reduce(0) { $0 + $1.info.size })
    }
}
