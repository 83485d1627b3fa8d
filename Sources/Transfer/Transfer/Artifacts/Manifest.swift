package import Crypto
package import Posix
package import Spooling
package import Time

/// What an archive says of itself (docs/formats/archive.md): what it carries, from where, towards which state.
package struct Manifest: Sendable, Equatable {
    /// How much of the target an archive carries.
    package enum Scope: String, Codable, Sendable, CaseIterable {
        /// What the base lacks.
        case delta
        /// All of it.
        case full
        /// All of a target that is a chosen part of the tree, for one purpose: nothing is ever built upon it.
        case partial
    }

    /// Whether a carried file was in the base with other content.
    package enum Operation: String, Codable, Sendable, CaseIterable {
        case add, replace
    }

    /// One file that travels.
    package struct File: Sendable, Equatable {
        package let entry: Entry
        package let operation: Operation

        package init(entry: Entry, operation: Operation) {
            self.entry = entry
            self.operation = operation
        }
    }

    /// An archive, as whoever carries it knows it.
    package struct Predecessor: Sendable, Equatable {
        /// Its file's name without an ending: `diff-202611210130`.
        package let name: String
        package let sequence: Int64

        package init(name: String, sequence: Int64) {
            self.name = name
            self.sequence = sequence
        }
    }

    /// A site whose word the base rests on.
    package struct BaseSite: Sendable, Equatable {
        package let name: String
        /// What it holds, but for what it misses.
        package let snapshot: String?
        /// The counter of what it said.
        package let counter: Int64

        package init(name: String, snapshot: String?, counter: Int64) {
            self.name = name
            self.snapshot = snapshot
            self.counter = counter
        }
    }

    /// What its file was called where it was built, without an ending; `nil` in archives of the first builders.
    package private(set) var name: String?
    /// The tree that was packed.
    package let repository: RepositoryIdentity
    /// Grows with every archive of a repository, even after a restored backup; 1…2^53.
    package let sequence: Int64
    package let scope: Scope
    /// The snapshot it starts from; `nil` for all but a delta.
    package let base: String?
    /// The archive that leads to that snapshot; `nil` where none does, or nobody wrote down which.
    package let baseArchive: Predecessor?
    /// The sites that hold the base, by name; empty where what was built last is the base.
    package let baseSites: [BaseSite]
    /// The snapshot it leads to.
    package let target: String
    package let stateDigest: SHA512Digest
    package let platforms: [String]
    /// RFC 3339, UTC.
    package let created: Moment
    package let generator: String
    /// What travels, in member order: as it lands, and sorted by path.
    package let files: SpooledList<File>
    /// Paths of the base that are gone from the target, with the content they had.
    package let deletes: SpooledList<Delete>
    package let warnings: [String]
    /// Keys that will sign later: trusted wherever the key is that signed this archive.
    package private(set) var keys: [SSHPublicKeyLine] = []

    /// A file that the target no longer has; removed only on request.
    package struct Delete: Sendable, Equatable {
        package let path: RelativePath
        package let sha512: SHA512Digest

        package init(path: RelativePath, sha512: SHA512Digest) {
            self.path = path
            self.sha512 = sha512
        }
    }

    /// Counts of what travels.
    package let counts: SnapshotCounts

    /// Describes one archive; `files` stand in member order already, `deletes` sorted by path.
    package init(
        repository: RepositoryIdentity,
        sequence: Int64,
        scope: Scope,
        base: String?,
        baseArchive: Predecessor? = nil,
        baseSites: [BaseSite] = [],
        target: String,
        stateDigest: SHA512Digest,
        platforms: [String],
        created: Moment,
        generator: String,
        files: SpooledList<File>,
        deletes: SpooledList<Delete>,
        warnings: [String]
    ) {
        self.repository = repository
        self.sequence = sequence
        self.scope = scope
        self.base = base
        self.baseArchive = baseArchive
        self.baseSites = baseSites.sorted { RelativePath.bytesPrecede($0.name, $1.name) }
        self.target = target
        self.stateDigest = stateDigest
        self.platforms = platforms
        self.created = Moment(seconds: created.seconds)
        self.generator = generator
        self.files = files
        self.deletes = deletes
        counts = SnapshotCounts(of: files.lazy.map(\.entry))
        self.warnings = warnings
    }

    /// The same, as the manifest of an archive of that name.
    func named(_ name: String) -> Manifest {
        var manifest = self
        manifest.name = name
        return manifest
    }

    /// The same, announcing those keys.
    func announcing(_ keys: [SSHPublicKeyLine]) -> Manifest {
        var manifest = self
        manifest.keys = keys
        return manifest
    }
}
