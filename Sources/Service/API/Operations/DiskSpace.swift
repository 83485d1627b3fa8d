/// The room on one filesystem.
package struct DiskSpace: Codable, Hashable, Sendable {
    /// A folder on it.
    package var path: String
    /// Its size.
    package var totalBytes: Int64
    /// What may still be written.
    package var freeBytes: Int64

    enum CodingKeys: String, CodingKey {
        case path
        case totalBytes = "total_bytes"
        case freeBytes = "free_bytes"
    }

    /// Makes the value from all its members.
    package init(
        path: String,
        totalBytes: Int64,
        freeBytes: Int64
    ) {
        self.path = path
        self.totalBytes = totalBytes
        self.freeBytes = freeBytes
    }
}
