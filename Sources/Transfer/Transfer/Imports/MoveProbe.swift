import Posix

/// Tries on empty files what an import will do to the tree: some file systems cannot, and would say so in the middle.
enum MoveProbe {
    /// What was found out.
    struct Findings: Sendable {
        /// Whether names that differ only in case, or in how an accent is written, are different names.
        let tellsNamesApart: Bool
    }

    private static let cannot: Set<Errno> = [.invalidArgument, .notImplemented, .notSupported, .notPermitted]

    /// Throws when the file system of `root` cannot link files, or cannot exchange them (link(2), renameat2(2)).
    ///
    /// Works in the folder at `place`, and removes it.
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
            try root.exchange(first, with: second)
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
                "lies on a file system that cannot \(error.operation) files (\(error.errno))",
                hint: "Put the storage on a local file system such as ext4, XFS or Btrfs"
            )
        }
    }
}
