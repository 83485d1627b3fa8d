import Posix

/// What tells one state of a file from another without reading it.
struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let modified: Int64
    private let changed: Int64

    init(_ info: FileInfo) {
        device = info.device
        inode = info.inode
        size = info.size
        modified = info.modified
        changed = info.changed
    }

    /// The same as the text of an entity tag.
    var entityTag: String {
        [UInt64(bitPattern: modified), UInt64(bitPattern: changed), UInt64(bitPattern: size), inode, device]
            .map { String($0, radix: 16) }
            .joined(separator: "-")
    }
}
