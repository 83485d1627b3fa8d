package import Posix

/// Tries on empty files what an import will do to the tree: some file systems cannot, and would say so in the middle.
package enum MoveProbe {
    /// What was found out.
    struct Findings: Sendable {
        /// Whether names that differ only in case, or in how an accent is written, are different names.
        let tellsNamesApart: Bool
    }

    private static let cannot: Set<Errno> = [.invalidArgument, .notImplemented, .notSupported, .notPermitted]

    /// Why no archive can be applied to the tree below `root`, whatever it brings; `nil` where nothing of that kind
    /// stands in the way, or where this process may not find out.
    ///
    /// Works in `.packferry`, and leaves nothing there.
    package static func obstacle(in root: Directory) -> TransferError? {
        do {
            let own = try RelativePath(RepositoryFolder.name)
            let isNew = try !root.makeDirectories(own, mode: 0o700).isEmpty
            defer { if isNew { try? root.removeDirectory(own) } }
            let work = try own.appending("work")
            let isFirst = try !root.makeDirectories(work).isEmpty
            defer { if isFirst { try? root.removeDirectory(work) } }
            _ = try require(in: root, at: work.appending("probe-\(CurrentProcess.id)"))
            return nil
        } catch let error as TransferError {
            return error
        } catch {
            return nil
        }
    }

    /// Throws when the file system of `root` cannot give a file a second name (link(2)).
    ///
    /// One that cannot exchange files (renameat2(2)) is good enough: `FilePlacer` has another way. Works in the folder at
    /// `place`, and removes it.
    static func require(in root: Directory, at place: RelativePath) throws -> Findings {
        let (first, second, third) = (
            try place.appending("first"), try place.appending("second"), try place.appending("third")
        )
        try root.removeAll(place)
        try root.makeDirectories(place)
        defer { try? root.removeAll(place) }
        do throws(SystemError) {
            try root.create(first).close()
            try root.link(first, to: second)
            try root.renameNew(second, to: third)
            let upper = try? RelativePath("\(place)/THIRD")
            let isFound = try upper.map { path throws(SystemError) in try root.info(path) != nil } ?? false
            for path in [first, third] { try root.unlink(path) }
            return Findings(tellsNamesApart: !isFound)
        } catch {
            guard cannot.contains(error.errno) else { throw error }
            throw TransferError(
                .notPermitted,
                root.path.string,
                "lies on a file system that cannot \(error.operation) files (\(error.errno)), so no archive can be applied "
                    + "to it",
                hint: "Put the storage on a file system with hard links, such as ext4, XFS, Btrfs or NFS"
            )
        }
    }
}
