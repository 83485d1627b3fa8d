import Posix

/// A folder in which a package may lie, with all that is in it.
struct ListedFolder: Sendable {
    let name: PackageName
    /// Beneath the storage's root.
    let location: RelativePath
    let entries: [DirectoryEntry]

    /// What tells whether anything in it was touched.
    var fingerprint: FolderFingerprint { FolderFingerprint(of: entries, at: location) }
}
