import Posix

/// Owner and modes that new files take: those of the tree's root, so that Verdaccio can go on rewriting them.
struct Ownership: Sendable {
    let owner: UInt32
    let group: UInt32
    let folderMode: UInt32
    let fileMode: UInt32
    private let needsOwner: Bool

    /// Looks at the root; throws when this process cannot give files to its owner.
    init(of root: Directory, probing probe: Directory) throws {
        let info = try root.info()
        (owner, group, folderMode) = (info.owner, info.group, info.mode & 0o777)
        fileMode = info.mode & 0o666
        let made = try probe.info()
        needsOwner = made.owner != info.owner || made.group != info.group
        guard needsOwner else { return }
        do {
            try probe.descriptor.changeOwner(info.owner, group: info.group)
        } catch {
            throw TransferError(
                .notPermitted,
                root.path.string,
                "belongs to user \(info.owner) and group \(info.group), to whom this process may not give files",
                hint: "Run Packferry as that user, or as root"
            )
        }
    }

    /// Applies them to a file or folder that we just made.
    func apply(to path: RelativePath, in root: Directory, isFolder: Bool) throws {
        let mode = isFolder ? folderMode : fileMode
        guard needsOwner else { return try root.changeMode(path, mode) }
        try root.changeOwner(path, owner: owner, group: group, mode: mode)
    }

    /// Makes the folders above `path` where they are missing.
    ///
    /// Each is made at `workshop` and moved from there, so that none is ever seen with another owner or mode.
    func makeFolder(of path: RelativePath, in root: Directory, at workshop: RelativePath) throws {
        guard let folder = path.parent, try root.info(folder) == nil else { return }
        try makeFolder(of: folder, in: root, at: workshop)
        try root.makeDirectories(workshop)
        try apply(to: workshop, in: root, isFolder: true)
        do {
            try root.renameNew(workshop, to: folder)
        } catch where error.errno == .exists {
            return
        }
    }
}
