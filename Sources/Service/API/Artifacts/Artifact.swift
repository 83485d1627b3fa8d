package import JSON
package import Time

/// A built archive.
package struct Artifact: Codable, Hashable, Sendable {
    /// The id, which is its file name without the ending: `diff-202611210130`.
    package var id: String
    /// The id made from its manifest, which receipts name.
    package var archiveID: String
    /// The repository it carries.
    package var repository: String
    /// Grows with every artifact of the repository.
    package var sequence: Int64
    /// How much it carries: `delta`, `full`.
    package var scope: String
    /// The snapshot it starts from; null for a full one.
    @Nullable package var base: String?
    /// The snapshot it leads to.
    package var target: String
    /// When it was built.
    package var created: Moment
    /// Where it lies on the server.
    package var path: String
    /// The size of the file.
    package var size: Int64
    /// The SHA-512 of the file in hexadecimal.
    package var sha512: String
    /// How much travels in it.
    package var counts: ContentCounts
    /// How many files it asks to delete.
    package var deletes: Int
    /// How far it has come.
    package var state: State
    /// A remark for people.
    package var note: String
    /// What was wrong with the tree, in sentences.
    package var warnings: [String]
    /// Where its files and controls are.
    package var links: [String: String]

    enum CodingKeys: String, CodingKey {
        case id, repository, sequence, scope, base, target, created, path
        case size, sha512, counts, deletes, state, note, warnings, links
        case archiveID = "archive_id"
    }

    /// Makes the value from all its members.
    package init(
        id: String,
        archiveID: String,
        repository: String,
        sequence: Int64,
        scope: String,
        base: String? = nil,
        target: String,
        created: Moment,
        path: String,
        size: Int64,
        sha512: String,
        counts: ContentCounts,
        deletes: Int,
        state: State,
        note: String,
        warnings: [String],
        links: [String: String]
    ) {
        self.id = id
        self.archiveID = archiveID
        self.repository = repository
        self.sequence = sequence
        self.scope = scope
        self.base = base
        self.target = target
        self.created = created
        self.path = path
        self.size = size
        self.sha512 = sha512
        self.counts = counts
        self.deletes = deletes
        self.state = state
        self.note = note
        self.warnings = warnings
        self.links = links
    }
}

extension Artifact {
    /// How far an artifact has come.
    package enum State: String, Codable, Sendable, CaseIterable {
        /// It lies on the server.
        case built
        /// Somebody fetched all of it.
        case downloaded
        /// A site confirmed that it holds it.
        case delivered
    }
}
