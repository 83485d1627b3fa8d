import Posix

/// A folder in which a package may lie, with all that is in it.
struct ListedFolder: Sendable {
    let name: PackageName
    /// Beneath the storage's root.
    let location: RelativePath
    let entries: [DirectoryEntry]
    /// What tells whether anything in it was touched.
    let fingerprint: FolderFingerprint

    /// Lists the folder at `place` beneath `root`.
    init(_ place: StorageWalk.Place, in root: Directory) throws(SystemError) {
        (name, location) = (place.name, place.location)
        entries = try root.subdirectory(location).entries()
        fingerprint = FolderFingerprint(of: entries, at: location)
    }
}
