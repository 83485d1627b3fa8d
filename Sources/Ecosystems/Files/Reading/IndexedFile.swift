import Crypto
import Posix

/// What tells a file that was not touched: as long as it stays the same, the content is taken to be the same.
struct FileIdentity: Hashable, Sendable {
    /// Two seconds: the coarsest step in which file systems count changes, and more than a slow clock lags.
    static let settling: Int64 = 2_000_000_000

    let device: UInt64
    let inode: UInt64
    let size: Int64
    /// Nanoseconds since 1970.
    let modified: Int64
    /// Nanoseconds since 1970.
    let changed: Int64

    init(_ info: FileInfo) {
        self.init(
            device: info.device,
            inode: info.inode,
            size: info.size,
            modified: info.modified,
            changed: info.changed
        )
    }

    init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
    }

    /// Whether a file read at `time` cannot have been changed since without its times showing it.
    func isSettled(at time: Int64) -> Bool { time - max(modified, changed) > Self.settling }
}

/// A file as the index knows it.
struct IndexedFile: Sendable, Equatable {
    let path: RelativePath
    let identity: FileIdentity
    /// Nanoseconds since 1970, before the first byte was read.
    let hashedAt: Int64
    let sha512: SHA512Digest

    /// Whether what lies there now need not be read again.
    func isCurrent(_ info: FileInfo) -> Bool { FileIdentity(info) == identity && identity.isSettled(at: hashedAt) }
}
