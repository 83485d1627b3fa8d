import Posix

/// The names inside an archive, and their order (docs/formats/archive.md).
enum ArchiveLayout {
    static let checksums = "SHA512SUMS"
    /// What signs the list, where there is a key: both or neither, directly behind it.
    static let signature = "SHA512SUMS.sig"
    static let minisignature = "SHA512SUMS.minisig"
    static let manifest = Document.manifest.rawValue
    static let snapshot = Document.snapshot.rawValue
    static let readme = Document.readme.rawValue
    static let script = Document.script.rawValue
    /// What every path of the repository lies under.
    static let tree = "storage/"

    /// The members before the tree that `SHA512SUMS` lists, in their order.
    enum Document: String, CaseIterable {
        case manifest = "manifest.json"
        case snapshot = "snapshot.json"
        case readme = "README.txt"
        case script = "verify.sh"
    }

    /// The member that carries `entry`.
    static func member(_ entry: Entry) -> String { tree + entry.path.string }
}
