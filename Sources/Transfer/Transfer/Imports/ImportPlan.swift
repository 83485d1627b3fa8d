package import Crypto
package import Posix
package import Spooling

/// What applying an archive would do to the tree as it is now.
///
/// A pure value, made again under the lock at apply.
package struct ImportPlan: Sendable, Equatable {
    /// A file of the site that stays although the archive brings another one.
    package struct Conflict: Sendable, Equatable {
        package let path: RelativePath
        /// What the site has.
        package let here: SHA512Digest
        /// What the archive brings.
        package let incoming: SHA512Digest
    }

    /// An entry that cannot arrive, or be used, because of what lies in its place and stays.
    package struct Kept: Sendable, Equatable {
        package let entry: Entry
        /// Why it stays, as a clause.
        package let cause: String

        /// One sentence.
        var description: String {
            "\(entry.path): what is here stays, for \(cause). Mend it, and apply the archive again"
        }
    }

    /// What stays as it is here, in sentences.
    var conflictSentences: [String] {
        conflicts.map { Self.sentence(onKept: $0.path) } + kept.map(\.description) + obstacles
    }

    /// A file or document of the source that it has no more, unchanged here.
    package struct Delete: Sendable, Equatable {
        package let path: RelativePath
        package let place: EntryPlace
        /// Whether it is merged, so that it goes when nothing is left to list.
        package let isDocument: Bool
        package let sha512: SHA512Digest
        /// The sequence of the archive that announced it.
        package let sequence: Int64
    }

    /// Says that a file that was to go stays.
    static func sentence(onStaying path: RelativePath) -> String {
        "\(path): was changed here, and stays although the source has it no more"
    }

    /// Says that a file of the site stays.
    static func sentence(onKept path: RelativePath) -> String {
        "\(path): the site's own file stays, the archive brings another"
    }

    /// The archive that would be applied.
    package let archiveID: String
    /// Files that are not there yet.
    package internal(set) var new: SpooledList<Entry> = []
    /// Files of the source that get other content.
    package internal(set) var replaced: SpooledList<Entry> = []
    /// Files that are there with this content.
    package internal(set) var unchanged: SpooledList<Entry> = []
    /// Files that a newer archive has overtaken.
    package internal(set) var superseded: SpooledList<Entry> = []
    package internal(set) var conflicts: [Conflict] = []
    /// What the archive brings and cannot be placed or merged: conflicts too.
    package internal(set) var kept: [Kept] = []
    /// What the archive relies on and cannot be used here; it counts as here.
    package internal(set) var unusable: [Kept] = []
    /// Documents to be merged.
    package internal(set) var documents: SpooledList<Entry> = []
    /// Files the archive relies on that are neither in it nor here.
    package internal(set) var missing: SpooledList<Entry> = []
    /// Entries that cannot get to their places, by what stands in the way.
    var obstructed: [Obstacle: [Entry]] = [:]
    /// What the source brought and has no more, which may go if that is asked for.
    package internal(set) var deletes: [Delete] = []

    /// How many files of the source may go, beside the documents that list them.
    package var deletableFiles: Int { deletes.count { !$0.isDocument } }

    /// Whether nothing of it is left to do.
    package var isContained: Bool {
        new.isEmpty && replaced.isEmpty && documents.isEmpty && missing.isEmpty && obstructed.isEmpty
    }

    /// Bytes that will be added to the tree.
    package var bytes: Int64 { [new, replaced, documents].joined().reduce(0) { $0 + $1.size } }

    /// Packages that something is done to.
    package var packages: Set<String> { Set([new, replaced, documents].joined().lazy.map(\.package)) }
}
