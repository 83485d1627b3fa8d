import Posix
import Synchronization

/// Reads a folder again and again.
///
/// What it saw it keeps open: as long as it is, no other file gets its inode number.
final class DiskReader: Sendable {
    private final class Pin: Sendable {
        let descriptor: Descriptor

        init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
    }

    private let root: Directory
    private let pins = Mutex<[UInt64: Pin]>([:])

    init(_ root: Directory) { self.root = root }

    /// All that lies there now.
    func state() throws -> DiskState {
        var state = DiskState(root: try root.info().inode)
        try read(root, state.root, into: &state)
        return state
    }

    private func read(_ folder: Directory, _ inode: UInt64, into state: inout DiskState) throws {
        for entry in try folder.entries() {
            guard [.regular, .directory].contains(entry.info.kind) else {
                throw DiskState.Unfollowed(description: "\(folder.path)/\(entry.name) is neither a file nor a folder")
            }
            do {
                try read(entry, in: folder, inode, into: &state)
            } catch let error as SystemError where error.errno == .noEntry {
                // Another thread removed it since it was listed.
            }
        }
    }

    private func read(
        _ entry: DirectoryEntry,
        in folder: Directory,
        _ inode: UInt64,
        into state: inout DiskState
    ) throws {
        let (name, info) = (try RelativePath(entry.name), entry.info)
        let isFolder = info.kind == .directory
        let opened = try folder.open(name)
        if !isFolder {
            state.files[info.inode] = DiskState.File(content: try opened.readAll(limit: 1 << 30), mode: info.mode)
        }
        pin(opened, info.inode)
        state.names[DiskState.Name(folder: inode, text: entry.name)] =
            DiskState.Entry(inode: info.inode, mode: info.mode, isFolder: isFolder)
        if isFolder { try read(folder.subdirectory(name), info.inode, into: &state) }
    }

    private func pin(_ opened: consuming Descriptor, _ inode: UInt64) {
        let pin = Pin(opened)
        pins.withLock { pins in
            if pins[inode] == nil { pins[inode] = pin }
        }
    }
}
