package import Crypto
package import Posix

/// What an ecosystem demands of the files that an archive carries, beyond the format itself.
package protocol ContentRules: Sendable {
    /// The repository type these rules are for: `npm`.
    var type: String { get }
    /// How entries land, by their kind; `file` is always placed and need not be named.
    var landings: [EntryKind: Landing] { get }

    /// What people without Packferry are told about such trees.
    var advice: ArchiveAdvice { get }

    /// What an entry at `path` would be; `nil` where no tree of this type holds one.
    ///
    /// Indexes that a tree's own settings make of plain files count as plain files.
    func place(of path: RelativePath) -> EntryPlace?

    /// Refuses an entry that does not lie under its own package, or whose name no tree of this type holds.
    func checkEntry(_ entry: Entry) throws

    /// Whether `entry` may need its SHA-1 as well, for digests as old registries gave them.
    func wantsSHA1(_ entry: Entry) -> Bool

    /// Refuses a document that contradicts the files of its snapshot, or leaves out one that is carried.
    func checkDocument(_ bytes: [UInt8], of entry: Entry, files: any ListedFiles) throws
}

/// Of what kind, and of which package, an entry is by its path.
package struct EntryPlace: Hashable, Sendable {
    package let kind: EntryKind
    package let package: String

    package init(_ kind: EntryKind, of package: String) {
        self.kind = kind
        self.package = package
    }
}

extension ContentRules {
    /// A folder that needs nothing but its files.
    package var advice: ArchiveAdvice { .folder }

    /// No tree that states its digests in SHA-1 alone.
    package func wantsSHA1(_ entry: Entry) -> Bool { false }

    /// A tree without documents has nothing to check in one.
    package func checkDocument(_ bytes: [UInt8], of entry: Entry, files: any ListedFiles) throws {}
}

/// The files an archive's target lists, with the digests known of those it carries.
package protocol ListedFiles {
    /// The platforms that the target holds files for.
    var platforms: [String] { get }
    /// The files of a package that the archive carries and that are placed before any document.
    func carried(of package: String) -> [Entry]
    /// The entry at `path` in the target snapshot.
    func entry(at path: RelativePath) -> Entry?
    /// The SHA-1 of a carried file, where the rules wanted it.
    func sha1(at path: RelativePath) -> SHA1Digest?
}
