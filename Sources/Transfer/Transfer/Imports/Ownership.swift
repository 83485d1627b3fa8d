import Posix

/// Owner and modes that new files take: those of the tree's root, so that the registry can go on rewriting them.
struct Ownership: Sendable {
    let owner: UInt32
    let group: UInt32
    let folderMode: UInt32
    let fileMode: UInt32
    private let needsOwner: Bool

    /// Where folders are made before they get their names.
    private let workshop: RelativePath

    /// Looks at the root; throws when this process cannot give files to its owner, which it tries on `workshop`.
    init(of root: Directory, at workshop: RelativePath) throws {
        self.workshop = workshop
        let info = try root.info()
        (owner, group, folderMode) = (info.owner, info.group, info.mode & 0o2777)
        fileMode = info.mode & 0o666
        // A new one: an older folder may have been given away already, and would say nothing about the next.
        try root.removeAll(workshop)
        try root.makeDirectories(workshop)
        let probe = try root.subdirectory(workshop)
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

    /// Applies them to a file that we just made.
    func apply(to file: borrowing Descriptor) throws(SystemError) {
        if needsOwner { try file.changeOwner(owner, group: group) }
        try file.changeMode(fileMode)
    }

    private func apply(toFolder path: RelativePath, in root: Directory) throws {
        guard needsOwner else { return try root.changeMode(path, folderMode) }
        try root.changeOwner(path, owner: owner, group: group, mode: folderMode)
    }

    /// Makes the folders above `path` where they are missing.
    ///
    /// Each is made in the workshop and moved from there, so that none is ever seen with another owner or mode.
    func makeFolder(of path: RelativePath, in root: Directory) throws {
        guard let folder = path.parent, try root.info(folder) == nil else { return }
        try makeFolder(of: folder, in: root)
        try root.makeDirectories(workshop)
        try apply(toFolder: workshop, in: root)
        do {
            try root.renameNew(workshop, to: folder)
        } catch  where error.errno == .exists {
            return
        }
    }
}
