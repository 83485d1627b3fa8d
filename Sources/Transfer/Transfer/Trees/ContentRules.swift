package import Crypto
package import Posix

/// What an ecosystem demands of the files that an archive carries, beyond the format itself.
package protocol ContentRules: Sendable {
    /// The repository type these rules are for: `npm`.
    var type: String { get }
    /// The kinds that are merged on arrival; `file` is always known.
    var mergedKinds: Set<EntryKind> { get }

    /// Refuses an entry that does not lie under its own package, or whose name no tree of this type holds.
    func checkEntry(_ entry: Entry) throws

    /// Whether `entry` may need its SHA-1 as well, for digests as old registries gave them.
    func wantsSHA1(_ entry: Entry) -> Bool

    /// Refuses a document that contradicts the files of its snapshot, or leaves out one that is carried.
    func checkDocument(_ bytes: [UInt8], of entry: Entry, files: any ListedFiles) throws
}

/// The files an archive's target lists, with the digests known of those it carries.
package protocol ListedFiles {
    /// The platforms that the target holds files for.
    var platforms: [String] { get }
    /// The files of a package that the archive carries, by path.
    func carried(of package: String) -> [Entry]
    /// The entry at `path` in the target snapshot.
    func entry(at path: RelativePath) -> Entry?
    /// The SHA-1 of a carried file, where the rules wanted it.
    func sha1(at path: RelativePath) -> SHA1Digest?
}
