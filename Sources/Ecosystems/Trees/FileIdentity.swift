package import Posix
package import SQLite

/// What tells a file that was not touched: as long as it stays the same, the content is taken to be the same
/// (docs/adr/0008-sha-512-index-keyed-by-identity.md).
package struct FileIdentity: Hashable, Sendable {
    /// Two seconds: the coarsest step in which file systems count changes, and more than a slow clock lags.
    package static let settling: Int64 = 2_000_000_000
    /// Stands for a file that is not there.
    package static let absent = FileIdentity(device: 0, inode: 0, size: 0, modified: 0, changed: 0)

    /// As the system numbers file systems.
    package let device: UInt64
    /// As the file system numbers its files.
    package let inode: UInt64
    /// Bytes.
    package let size: Int64
    /// Nanoseconds since 1970.
    package let modified: Int64
    /// Nanoseconds since 1970.
    package let changed: Int64

    /// Takes the identity of what the system reports.
    package init(_ info: FileInfo) {
        self.init(
            device: info.device,
            inode: info.inode,
            size: info.size,
            modified: info.modified,
            changed: info.changed
        )
    }

    package init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
    }

    /// Whether a file read at `time` cannot have been changed since without its times showing it.
    package func isSettled(at time: Int64) -> Bool { time - max(modified, changed) > Self.settling }

    /// Whether it is the same but for the time of its last change, which more than a write moves.
    package func isSame(asIfUnchanged other: FileIdentity) -> Bool {
        (device, inode, size, modified) == (other.device, other.inode, other.size, other.modified)
    }

    /// When a file counts as hashed whose bytes were hashed before it got its name, which moved its change time.
    package var settledTime: Int64 { changed + Self.settling + 1 }
}

extension FileIdentity {
    /// Reads the columns device, inode, size, modified and changed, from `first` on.
    package init(row: Row, from first: Int) {
        self.init(
            device: UInt64(bitPattern: row.integer(first)),
            inode: UInt64(bitPattern: row.integer(first + 1)),
            size: row.integer(first + 2),
            modified: row.integer(first + 3),
            changed: row.integer(first + 4)
        )
    }

    /// The values of those columns.
    package var sqlValues: [SQLValue] {
        [
            .integer(Int64(bitPattern: device)), .integer(Int64(bitPattern: inode)), .integer(size),
            .integer(modified), .integer(changed),
        ]
    }
}
