import CShims
import Glibc

/// What kind of thing a directory entry is.
package enum FileKind: Sendable, Equatable {
    case regular, directory, link, other
}

/// What `stat(2)` says of a file.
///
/// Times are nanoseconds since 1970.
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
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
        mode = UInt32(status.st_mode) & 0o7777
        owner = status.st_uid
        group = status.st_gid
        links = UInt64(status.st_nlink)
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
