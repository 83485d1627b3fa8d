package import Crypto
package import Posix
package import Time

/// What a site says that it holds, once it applied an archive (docs/formats/receipt.md).
///
/// It speaks of the whole tree: of the newest target that was accepted from one source, and of what of that is not here.
package struct Receipt: Sendable, Equatable {
    /// What made the tree what it is.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case applied
        case rolledBack = "rolled-back"
    }

    /// The site's name, as its configuration has it.
    package let site: String
    /// Grows with everything that the site says of this tree; only its highest counts.
    package let counter: Int64
    package let kind: Kind
    /// The source: the tree that the archive was built from.
    package let repository: RepositoryIdentity
    /// The archive that was applied last.
    package let archiveID: String
    /// The newest regular target that was accepted; `nil` where only parts ever were.
    package let snapshot: String?
    /// SHA-512 over the sorted lines `sha512  path` of all that the records say is the source's.
    package let acceptedDigest: SHA512Digest
    package let appliedAt: Moment
    package let appliedBy: String
    /// How much the snapshot lists; nothing where there is none.
    package let counts: SnapshotCounts
    /// What the snapshot lists and is not there, as the disk had it when this was written; sorted.
    package let missing: [RelativePath]
    /// Where the site keeps something else for good, which counts as held; sorted.
    package let conflicts: [RelativePath]
    /// The formats that the site reads.
    package let formats: [String]

    /// What this version reads.
    static let readable = [Manifest.format, Snapshot.format]

    /// Says what is held; sorts the paths.
    package init(
        site: String,
        counter: Int64,
        kind: Kind,
        repository: RepositoryIdentity,
        archiveID: String,
        snapshot: String?,
        acceptedDigest: SHA512Digest,
        appliedAt: Moment,
        appliedBy: String,
        counts: SnapshotCounts,
        missing: [RelativePath],
        conflicts: [RelativePath],
        formats: [String]
    ) {
        self.site = site
        self.counter = counter
        self.kind = kind
        self.repository = repository
        self.archiveID = archiveID
        self.snapshot = snapshot
        self.acceptedDigest = acceptedDigest
        self.appliedAt = Moment(seconds: appliedAt.seconds)
        self.appliedBy = appliedBy
        self.counts = counts
        self.missing = missing.sorted()
        self.conflicts = conflicts.sorted()
        self.formats = formats
    }

    /// What its file is called when it leaves the site: `receipt-plant-7-1795224600.json`.
    package var fileName: String { "receipt-\(site)-\(counter).json" }

    /// The code that says the same where no file may leave; `nil` where files are missing.
    package var code: ReceiptCode? {
        guard missing.isEmpty else { return nil }
        return ReceiptCode(
            kind: kind,
            counter: counter,
            ReceiptCode.Facts(uuid: repository.uuid, site: site, archiveID: archiveID, snapshot: snapshot)
        )
    }
}
