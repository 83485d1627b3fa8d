package import Crypto
package import JSON
package import Posix
package import Reporting

/// A tree that takes what an archive brings, file by file.
///
/// One per ecosystem.
///
/// The caller holds the repository's lock while it uses any of this.
package protocol TreeSink: Sendable {
    /// The folder that holds the tree; everything is written beneath it.
    var root: Directory { get }
    var rules: any ContentRules { get }
    var merger: any EntryMerger { get }

    /// Where `path` lies beneath `root`.
    func location(of path: RelativePath) throws -> RelativePath

    /// How other programs keep off the document at `location`; `nil` where none but Packferry writes documents.
    func lock(for location: RelativePath) throws -> DocumentLock?

    /// Lists what is there by content, reading only what changed since it was last read.
    func survey(reporter: Reporter) async throws -> any LiveTree

    /// The files of a package that lie there now, but for those at `known`: what was published since the survey.
    func newFiles(of package: String, beyond known: Set<RelativePath>) throws -> [LiveFile]

    /// Notes what was placed, so that it need not be read again.
    func placed(_ files: [PlacedFile]) async throws
}

/// What a tree of plain files need not say.
extension TreeSink {
    /// Nothing can be merged.
    package var merger: any EntryMerger { NoMerger() }

    /// Paths as they are.
    package func location(of path: RelativePath) throws -> RelativePath { path }

    /// No other program writes documents.
    package func lock(for location: RelativePath) throws -> DocumentLock? { nil }

    /// Only asked for when a document is merged.
    package func newFiles(of package: String, beyond known: Set<RelativePath>) throws -> [LiveFile] { [] }
}

/// A file that other programs create exclusively while they write a document, and remove afterwards.
package struct DocumentLock: Sendable, Equatable {
    package let path: RelativePath
    /// How old it is when all take it to be left over.
    package let staleAfter: Duration

    package init(_ path: RelativePath, staleAfter: Duration) {
        self.path = path
        self.staleAfter = staleAfter
    }
}

/// The merger of trees that hold nothing to merge.
private struct NoMerger: EntryMerger {
    func merge(_ request: MergeRequest) throws -> MergeResult {
        throw TransferError(.refused, request.entry.path.string, "is of a kind that nothing here can be merged into")
    }

    func reverse(_ request: ReversalRequest) throws -> [UInt8]? {
        throw TransferError(.refused, request.entry.path.string, "is of a kind that nothing was ever merged into")
    }

    func gather(_ documents: [[UInt8]], of entry: Entry, beside files: Set<String>) throws -> [UInt8] {
        throw TransferError(.refused, entry.path.string, "is of a kind that nothing can be merged into")
    }
}

/// The far side's tree as it is now.
package protocol LiveTree: Sendable {
    /// The file at `path`; `nil` when there is none.
    func file(at path: RelativePath) -> LiveFile?
    /// The files of a package that documents can list.
    func files(of package: String) -> [LiveFile]
    /// Whether the package has a document that can be used.
    func hasDocument(_ package: String) -> Bool
    /// Why the document that lies there cannot be used, as a clause; `nil` where it can, or there is none.
    func documentFault(of package: String) -> String?
    /// The versions that the package's document lists and whose files are whole.
    func versions(of package: String) -> Set<String>
}

/// A tree without documents.
extension LiveTree {
    /// Only asked for when a document is merged.
    package func files(of package: String) -> [LiveFile] { [] }
    /// There are none.
    package func hasDocument(_ package: String) -> Bool { false }
    /// Nothing is known of any.
    package func documentFault(of package: String) -> String? { nil }
    /// There are none.
    package func versions(of package: String) -> Set<String> { [] }
}

/// One file of the far side's tree.
package struct LiveFile: Sendable, Equatable {
    package let path: RelativePath
    package let sha512: SHA512Digest
    package let sha1: SHA1Digest?
    /// Whether it is what its own metadata says, as far as that says anything.
    package let isIntact: Bool

    package init(path: RelativePath, sha512: SHA512Digest, sha1: SHA1Digest?, isIntact: Bool) {
        self.path = path
        self.sha512 = sha512
        self.sha1 = sha1
        self.isIntact = isIntact
    }
}

/// A file that was just given its name in the live tree.
package struct PlacedFile: Sendable {
    package let entry: Entry
    package let info: FileInfo

    package init(entry: Entry, info: FileInfo) {
        self.entry = entry
        self.info = info
    }
}

/// How entries that are not plain files are installed: merged with what is there.
///
/// Pure.
package protocol EntryMerger: Sendable {
    /// Merges; merging the same document twice gives the same bytes.
    func merge(_ request: MergeRequest) throws -> MergeResult

    /// What a document becomes when an import is taken back: as it was before, with what the site changed since; `nil`
    /// where nothing is left to list.
    ///
    /// Reversing twice gives the same bytes.
    func reverse(_ request: ReversalRequest) throws -> [UInt8]?

    /// A document that was unpacked over others, with what only those list of the files that lie beside it.
    ///
    /// The first is what lies there, the others what it replaced, newest first. Gathering twice gives the same bytes.
    func gather(_ documents: [[UInt8]], of entry: Entry, beside files: Set<String>) throws -> [UInt8]
}

/// A document of which an import is to be taken back, and which was written since.
package struct ReversalRequest: Sendable {
    package let entry: Entry
    /// As it was before the import; `nil` where there was none.
    package let before: [UInt8]?
    /// As the import left it; `nil` where it took it away.
    package let after: [UInt8]?
    package let now: [UInt8]
    /// Names of files of the package that go with the import.
    package let removed: Set<String>

    package init(entry: Entry, before: [UInt8]?, after: [UInt8]?, now: [UInt8], removed: Set<String>) {
        self.entry = entry
        self.before = before
        self.after = after
        self.now = now
        self.removed = removed
    }
}

/// One merge.
package struct MergeRequest: Sendable {
    package let entry: Entry
    /// What lies there now; `nil` when nothing does.
    package let local: [UInt8]?
    /// What came; `nil` to bring the local one in line with the files alone.
    package let incoming: [UInt8]?
    /// The sequence of the archive that brings it.
    package let sequence: Int64
    /// Whether the archive is a part of the source's tree, so that what it does not list says nothing.
    package let isPartial: Bool
    /// What the last merge from this source left behind; opaque here.
    package let record: JSONValue?
    /// The files of the package on disk now.
    package let files: [OwnedFile]
    /// Names of files that the source holds as broken, so that their versions stay.
    package let held: Set<String>

    package init(
        entry: Entry,
        local: [UInt8]?,
        incoming: [UInt8]?,
        sequence: Int64,
        isPartial: Bool = false,
        record: JSONValue?,
        files: [OwnedFile],
        held: Set<String>
    ) {
        self.entry = entry
        self.local = local
        self.incoming = incoming
        self.sequence = sequence
        self.isPartial = isPartial
        self.record = record
        self.files = files
        self.held = held
    }
}

/// A file and whom it belongs to.
package struct OwnedFile: Sendable, Equatable {
    package let file: LiveFile
    /// Whether an archive brought it; otherwise it was put there locally.
    package let isSource: Bool

    package init(file: LiveFile, isSource: Bool) {
        self.file = file
        self.isSource = isSource
    }
}

/// What a merge gives.
package struct MergeResult: Sendable {
    /// The document to install; equal to the local one when nothing changes.
    ///
    /// `nil` when there is nothing to list.
    package let bytes: [UInt8]?
    /// To be handed to the next merge from this source.
    package let record: JSONValue
    /// What the site keeps although the archive brings something else, in sentences.
    package let conflicts: [String]
    /// What the document leaves out, and why, in sentences.
    package let warnings: [String]
    /// How many of the versions that the local document lists it leaves out.
    package let cut: Int

    package init(
        bytes: [UInt8]?,
        record: JSONValue,
        conflicts: [String],
        warnings: [String] = [],
        cut: Int = 0
    ) {
        self.bytes = bytes
        self.record = record
        self.conflicts = conflicts
        self.warnings = warnings
        self.cut = cut
    }
}
