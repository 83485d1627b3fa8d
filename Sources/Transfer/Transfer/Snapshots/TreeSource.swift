package import Crypto
package import Posix
package import Reporting
package import Spooling

/// A tree that can be frozen.
///
/// One per ecosystem; Transfer asks nothing else of the near side.
///
/// The caller holds the repository's lock for as long as it uses the capture.
package protocol TreeSource: Sendable {
    var identity: RepositoryIdentity { get }

    /// Lists everything published, by content.
    ///
    /// - What was listed before and is broken now stays listed as held.
    /// - Throws `TransferError.notFound` when something that is selected is not here.
    /// - Throws `TransferError.shrunk` when the tree is empty or lost more than a tenth, unless allowed.
    func capture(_ request: CaptureRequest, reporter: Reporter) async throws -> any Capture

    /// Tells, at the cost of a look at the tree, that a capture would give the snapshot of that id again, and what is to be
    /// said of the tree besides; `nil` where only a capture can tell.
    func unchanged(since snapshot: String, reporter: Reporter) async throws -> TreeReport?
}

extension TreeSource {
    /// Only a capture can tell.
    package func unchanged(since snapshot: String, reporter: Reporter) async throws -> TreeReport? { nil }
}

/// What a capture needs to know.
package struct CaptureRequest: Sendable {
    /// The last snapshot taken.
    package let previous: Snapshot?
    /// Another snapshot that what is frozen will be compared with; `nil` where that is the same.
    package let base: Snapshot?
    /// Read every byte again instead of trusting the index.
    package let deep: Bool
    package let allowShrink: Bool
    /// Names of folders the capture may make for itself, unique per run.
    package let work: RelativePath
    /// The part of the tree that is to be listed, complete in itself; `nil` for all of it.
    ///
    /// What was listed before does not matter then, and no capture of the whole is noted.
    package let selection: CaptureSelection?

    /// Describes one capture.
    package init(
        previous: Snapshot?,
        base: Snapshot? = nil,
        deep: Bool = false,
        allowShrink: Bool = false,
        work: RelativePath,
        selection: CaptureSelection? = nil
    ) {
        self.previous = previous
        self.base = base?.id == previous?.id ? nil : base
        self.deep = deep
        self.allowShrink = allowShrink
        self.work = work
        self.selection = selection
    }

    /// Everything that was listed before, each path as the newer of the two snapshots lists it.
    ///
    /// Sorted by path.
    package func listedBefore() throws -> SpooledList<Entry> {
        guard let previous, let base else { return (previous ?? base)?.entries ?? [] }
        let (newer, older) = base.created > previous.created ? (base, previous) : (previous, base)
        return try .build { listed in
            var rest = older.entries.makeIterator()
            var next = rest.next()
            for entry in newer.entries {
                while let other = next, other.path <= entry.path {
                    if other.path < entry.path { try listed.append(other) }
                    next = rest.next()
                }
                try listed.append(entry)
            }
            while let other = next {
                try listed.append(other)
                next = rest.next()
            }
        }
    }
}

/// What somebody wants of a tree, in words that its ecosystem understands.
package struct CaptureSelection: Sendable, Equatable {
    /// Packages with what of them, as people write it: `left-pad@^1`.
    package let specs: [String]
    /// A file that lists packages, such as a lockfile; `nil` without one.
    package let file: [UInt8]?

    package init(specs: [String], file: [UInt8]? = nil) {
        self.specs = specs
        self.file = file
    }
}

/// A frozen tree: the list, and the bytes behind it.
package protocol Capture: Sendable {
    var snapshot: Snapshot { get }

    /// What was seen of the tree besides, now, whether or not the snapshot is an older one of the same content.
    var report: TreeReport { get }

    /// Makes sure that those entries can be opened until `release`, even if the tree changes meanwhile.
    ///
    /// Called once, with files of the snapshot that are not held. Throws `TransferError.changed` naming the first
    /// one that no longer is what the snapshot lists.
    func pin(_ files: SpooledList<Manifest.File>, reporter: Reporter) async throws

    /// Opens the bytes of an entry that is pinned.
    ///
    /// They may differ from the list: whoever reads them hashes them.
    func open(_ entry: Entry) throws -> Descriptor

    /// The SHA-1 of an entry's content as far as it is known; `nil` where nobody has computed it.
    func sha1(of entry: Entry) -> SHA1Digest?

    /// Whether an entry of an earlier snapshot is really gone from the tree: not excluded now, not broken.
    func isGone(_ entry: Entry) throws -> Bool

    /// Frees what `capture` and `pin` kept.
    func release()
}
