package import JSON
package import Posix
package import Transfer

/// The room on one filesystem.
package struct DiskSpace: Codable, Hashable, Sendable {
    /// A folder on it.
    package var path: String
    /// Its size.
    package var totalBytes: Int64
    /// What may still be written.
    package var freeBytes: Int64
    /// What stays free: nothing is begun that would need it.
    package var reserveBytes = Upload.reserve
    /// In how many days only the reserve is left if it goes on as lately; null where it does not fill up, or too little
    /// is known.
    @Nullable package var fullInDays: Int?

    enum CodingKeys: String, CodingKey {
        case path
        case reserveBytes = "reserve_bytes"
        case totalBytes = "total_bytes"
        case freeBytes = "free_bytes"
        case fullInDays = "full_in_days"
    }
}

extension DiskSpace {
    /// The room on the filesystem of that folder, of which some stays free.
    package init(_ space: Posix.DiskSpace, at path: AbsolutePath, keeping reserve: SpaceReserve = .none) {
        self.init(path: path.string, totalBytes: space.totalBytes, freeBytes: space.availableBytes)
        reserveBytes = max(Upload.reserve, reserve.bytes(of: space.totalBytes))
    }
}
