/// How much the store of contents holds, and what it spares.
package struct StoreTotals: Codable, Hashable, Sendable {
    /// The folder.
    package let path: String
    /// Contents, each once.
    package let blobs: StorageTotals.StoredBytes
    /// What the trees have of it, by the names of the repositories.
    package let repositories: [Use]
    /// Bytes that those names would take beyond the store, were each a file of its own.
    package let savedBytes: Int64
    /// What was not what it was called.
    package let quarantine: StorageTotals.StoredBytes
    /// What has begun to come.
    package let incoming: StorageTotals.StoredBytes

    enum CodingKeys: String, CodingKey {
        case path, blobs, repositories, quarantine, incoming
        case savedBytes = "saved_bytes"
    }

    package init(
        path: String,
        blobs: StorageTotals.StoredBytes,
        repositories: [Use],
        savedBytes: Int64,
        quarantine: StorageTotals.StoredBytes,
        incoming: StorageTotals.StoredBytes
    ) {
        self.path = path
        self.blobs = blobs
        self.repositories = repositories
        self.savedBytes = savedBytes
        self.quarantine = quarantine
        self.incoming = incoming
    }

    /// What one repository has of the store.
    package struct Use: Codable, Hashable, Sendable {
        package let repository: String
        /// Names in its tree that lead to contents of the store.
        package let files: Int
        /// What they would take, were each a file of its own.
        package let bytes: Int64

        package init(repository: String, files: Int, bytes: Int64) {
            self.repository = repository
            self.files = files
            self.bytes = bytes
        }
    }
}
