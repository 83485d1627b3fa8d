package import Posix
import Transfer

/// The room on one filesystem.
package struct DiskSpace: Codable, Hashable, Sendable {
    /// A folder on it.
    package var path: String
    /// Its size.
    package var totalBytes: Int64
    /// What may still be written.
    package var freeBytes: Int64
    /// What stays free: no upload is taken that would need it.
    package var reserveBytes = Upload.reserve

    enum CodingKeys: String, CodingKey {
        case path
        case reserveBytes = "reserve_bytes"
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
