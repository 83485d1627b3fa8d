package import Posix

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
}

extension DiskSpace {
    /// The room on the filesystem of that folder.
    package init(_ space: Posix.DiskSpace, at path: AbsolutePath) {
        self.init(path: path.string, totalBytes: space.totalBytes, freeBytes: space.availableBytes)
    }
}
