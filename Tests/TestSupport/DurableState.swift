import Posix

/// The durable contents and entries of a `DurableImage`, by inode.
struct DurableState: Sendable {
    /// Something that the image cannot follow.
    struct Unfollowed: Error, CustomStringConvertible {
        let description: String
    }

    private struct File: Sendable {
        let content: [UInt8]
        let mode: UInt32
    }

    private struct Entry: Sendable {
        let inode: UInt64
        let mode: UInt32
        let isFolder: Bool
    }

    /// An open file: as long as it is, no other file gets its inode number.
    private final class Pin: Sendable {
        let descriptor: Descriptor

        init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
    }

    private var files: [UInt64: File] = [:]
    private var folders: [UInt64: [String: Entry]] = [:]
    private var pins: [UInt64: Pin] = [:]

    /// What `fsync` of a file keeps.
    mutating func keepContent(of file: consuming Descriptor) throws {
        let info = try file.info()
        files[info.inode] = File(content: try file.readAll(limit: 1 << 30), mode: info.mode)
        if pins[info.inode] == nil { pins[info.inode] = Pin(file) }
    }

    /// What `fsync` of a folder keeps.
    mutating func keepEntries(of folder: Directory) throws {
        var kept: [String: Entry] = [:]
        for entry in try folder.entries() {
            guard [.regular, .directory].contains(entry.info.kind) else {
                throw Unfollowed(description: "\(folder.path)/\(entry.name) is neither a file nor a folder")
            }
            let inode = entry.info.inode
            kept[entry.name] = Entry(
                inode: inode,
                mode: entry.info.mode,
                isFolder: entry.info.kind == .directory
            )
            if pins[inode] == nil { pins[inode] = Pin(try folder.open(RelativePath(entry.name))) }
        }
        folders[try folder.info().inode] = kept
    }

    /// What `syncfs` keeps.
    mutating func keepAll(beneath folder: Directory) throws {
        try keepEntries(of: folder)
        for entry in try folder.entries() {
            let name = try RelativePath(entry.name)
            if entry.info.kind == .directory {
                try keepAll(beneath: folder.subdirectory(name))
            } else {
                try keepContent(of: folder.open(name))
            }
        }
    }

    /// Makes an empty folder what `root` was when it was last kept, and takes that for the state from now on.
    mutating func restore(to root: Directory) throws {
        var made: [UInt64: RelativePath] = [:]
        try restore(try root.info().inode, to: root, at: nil, &made)
        self = DurableState()
        try keepAll(beneath: root)
    }

    private func restore(
        _ inode: UInt64,
        to root: Directory,
        at path: RelativePath?,
        _ made: inout [UInt64: RelativePath]
    ) throws {
        for (name, entry) in folders[inode] ?? [:] {
            let path = try path.map { try $0.appending(name) } ?? RelativePath(name)
            if entry.isFolder {
                try root.makeDirectories(path)
                try root.changeMode(path, entry.mode)
                try restore(entry.inode, to: root, at: path, &made)
            } else if let first = made.updateValue(path, forKey: entry.inode) {
                try root.link(first, to: path)
            } else {
                try restore(files[entry.inode], to: root, at: path)
            }
        }
    }

    private func restore(_ file: File?, to root: Directory, at path: RelativePath) throws {
        let restored = try root.create(path, mode: 0o600)
        try restored.write(file?.content ?? [])
        if let mode = file?.mode { try restored.changeMode(mode) }
    }
}
