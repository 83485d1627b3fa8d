import CShims
import Glibc

/// What kind of thing a directory entry is.
package enum FileKind: Sendable, Equatable {
    case regular, directory, link, other
    /// The system lists it and does not say what it is, as a file server that went away.
    case unknown(Errno)
}

/// What `stat(2)` says of a file.
///
/// Times are nanoseconds since 1970. Those before 1823 or after 2116, which a stick or another system may well hand us,
/// count as the nearest in between, so that any two times can be subtracted.
package struct FileInfo: Sendable, Equatable {
    package let kind: FileKind
    package let device: UInt64
    package let inode: UInt64
    package let size: Int64
    package let modified: Int64
    package let changed: Int64
    /// Permission bits only.
    package let mode: UInt32
    package let owner: UInt32
    package let group: UInt32
    package let links: UInt64

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .directory
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
        mode = UInt32(status.st_mode) & 0o7777
        owner = status.st_uid
        group = status.st_gid
        links = UInt64(status.st_nlink)
    }

    /// What was said before of a file.
    package init(
        kind: FileKind,
        device: UInt64,
        inode: UInt64,
        size: Int64,
        modified: Int64,
        changed: Int64,
        mode: UInt32,
        owner: UInt32,
        group: UInt32,
        links: UInt64
    ) {
        self.kind = kind
        (self.device, self.inode, self.size) = (device, inode, size)
        (self.modified, self.changed) = (modified, changed)
        (self.mode, self.owner, self.group, self.links) = (mode, owner, group, links)
    }

    /// An entry of which the system says nothing but that it is there.
    init(unknown errno: Errno) {
        kind = .unknown(errno)
        (device, inode, size, modified, changed) = (0, 0, 0, 0, 0)
        (mode, owner, group, links) = (0, 0, 0, 0)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        let second: Int64 = 1_000_000_000
        let furthest = Int64.max / 2 / second - 1
        let seconds = min(max(Int64(time.tv_sec), -furthest), furthest)
        return seconds * second + min(max(Int64(time.tv_nsec), 0), second - 1)
    }
}

/// Room on a file system.
package struct DiskSpace: Sendable, Equatable {
    /// Bytes an ordinary user may still write.
    package let availableBytes: Int64
    /// Bytes in all.
    package let totalBytes: Int64
    /// Files that may still be created; `Int64.max` where the file system has no such limit.
    package let availableFiles: Int64
}
