package import Crypto
package import Time

/// A built archive, as it is recorded.
package struct Artifact: Sendable, Equatable {
    /// How far an artifact has come, and how it stands; the API says it in the same words.
    package enum State: String, Codable, Sendable, CaseIterable {
        /// It was built, read back, and lies in the folder.
        case built
        /// Every byte of it was fetched.
        case downloaded
        /// A site confirmed that it holds it.
        case delivered
        /// It failed when it was last looked at: nobody gets it, and nothing is built upon it.
        case damaged
        /// Its file is gone; seen whenever somebody looks, and never recorded.
        case missing
    }

    /// Its name without an ending, such as `diff-202611210130`.
    package let id: String
    package let repository: RepositoryIdentity
    /// 32 hex digits: the content of its manifest.
    package let archiveID: String
    package let sequence: Int64
    package let scope: Manifest.Scope
    /// The snapshot it starts from.
    package let base: String?
    /// What the archive that leads to that snapshot is called.
    package let baseName: String?
    /// The snapshot it leads to.
    package let target: String
    /// RFC 3339, UTC.
    package let created: Moment
    /// Bytes on disk.
    package let size: Int64
    /// Of the file on disk.
    package let sha512: SHA512Digest
    package let counts: SnapshotCounts
    package let deletes: Int
    package let note: String
    package let state: State
    package let warnings: [String]
    /// Whose signature it bears; `nil` where it bears none.
    package let signer: Signer?

    /// Describes one artifact.
    package init(
        id: String,
        manifest: Manifest,
        archiveID: String,
        size: Int64,
        sha512: SHA512Digest,
        note: String,
        signer: Signer? = nil,
        state: State = .built
    ) {
        self.init(
            id: id,
            repository: manifest.repository,
            archiveID: archiveID,
            sequence: manifest.sequence,
            scope: manifest.scope,
            base: manifest.base,
            baseName: manifest.baseArchive?.name,
            target: manifest.target,
            created: manifest.created,
            size: size,
            sha512: sha512,
            counts: manifest.counts,
            deletes: manifest.deletes.count,
            note: note,
            state: state,
            warnings: manifest.warnings,
            signer: signer
        )
    }

    init(
        id: String,
        repository: RepositoryIdentity,
        archiveID: String,
        sequence: Int64,
        scope: Manifest.Scope,
        base: String?,
        baseName: String?,
        target: String,
        created: Moment,
        size: Int64,
        sha512: SHA512Digest,
        counts: SnapshotCounts,
        deletes: Int,
        note: String,
        state: State,
        warnings: [String],
        signer: Signer?
    ) {
        self.id = id
        self.repository = repository
        self.archiveID = archiveID
        self.sequence = sequence
        self.scope = scope
        self.base = base
        self.baseName = baseName
        self.target = target
        self.created = created
        self.size = size
        self.sha512 = sha512
        self.counts = counts
        self.deletes = deletes
        self.note = note
        self.state = state
        self.warnings = warnings
        self.signer = signer
    }

    /// The same artifact, come so far.
    func standing(_ state: State) -> Artifact {
        Artifact(
            id: id,
            repository: repository,
            archiveID: archiveID,
            sequence: sequence,
            scope: scope,
            base: base,
            baseName: baseName,
            target: target,
            created: created,
            size: size,
            sha512: sha512,
            counts: counts,
            deletes: deletes,
            note: note,
            state: state,
            warnings: warnings,
            signer: signer
        )
    }
}
