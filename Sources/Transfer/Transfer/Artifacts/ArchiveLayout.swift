import Posix

/// The names inside an archive, and their order (docs/formats/archive.md).
enum ArchiveLayout {
    static let checksums = "SHA512SUMS"
    static let manifest = "manifest.json"
    static let snapshot = "snapshot.json"
    static let readme = "README.txt"
    static let script = "verify.sh"
    /// What every path of the repository lies under.
    static let tree = "storage/"

    /// The members before the tree that `SHA512SUMS` lists.
    static let documents = [manifest, snapshot, readme, script]

    /// The member that carries `entry`.
    static func member(_ entry: Entry) -> String { tree + entry.path.string }
}
