package import Time

/// An archive that was verified whole and waits to be applied, or was applied.
package struct Import: Codable, Hashable, Sendable {
    /// The id of the archive.
    package var id: String
    /// The repository here that it is for.
    package var repository: String
    /// How far it has come.
    package var state: State
    /// The tree that it comes from.
    package var source: RepositorySource
    /// Its place among the archives of that tree.
    package var sequence: Int64
    /// How much it carries: `delta`, `full`.
    package var scope: String
    /// The snapshot it starts from; null for a full one.
    @Nullable package var base: String?
    /// The snapshot it leads to.
    package var target: String
    /// When it was built; null once it was applied.
    @Nullable package var created: Moment?
    /// When it was verified here; null once it was applied.
    @Nullable package var stagedAt: Moment?
    /// When it was applied here.
    @Nullable package var appliedAt: Moment?
    /// The file or folder that it was read from; `upload` where the archive was sent.
    package var origin: String
    /// How much it carries; null once it was applied.
    @Nullable package var counts: ContentCounts?
    /// What applying it would do now; null in lists and once it was applied.
    @Nullable package var plan: ImportPlan?
    /// The job that applies or applied it.
    @Nullable package var jobID: String?
    /// What it warns about, in sentences.
    package var warnings: [String]
    /// Where its controls are.
    package var links: [String: String]

    enum CodingKeys: String, CodingKey {
        case id, repository, state, source, sequence, scope, base
        case target, created, origin, counts, plan, warnings, links
        case stagedAt = "staged_at"
        case appliedAt = "applied_at"
        case jobID = "job_id"
    }

    /// Makes the value from all its members.
    package init(
        id: String,
        repository: String,
        state: State,
        source: RepositorySource,
        sequence: Int64,
        scope: String,
        base: String? = nil,
        target: String,
        created: Moment? = nil,
        stagedAt: Moment? = nil,
        appliedAt: Moment? = nil,
        origin: String,
        counts: ContentCounts? = nil,
        plan: ImportPlan? = nil,
        jobID: String? = nil,
        warnings: [String],
        links: [String: String]
    ) {
        self.id = id
        self.repository = repository
        self.state = state
        self.source = source
        self.sequence = sequence
        self.scope = scope
        self.base = base
        self.target = target
        self.created = created
        self.stagedAt = stagedAt
        self.appliedAt = appliedAt
        self.origin = origin
        self.counts = counts
        self.plan = plan
        self.jobID = jobID
        self.warnings = warnings
        self.links = links
    }
}

extension Import {
    /// How far an import has come.
    package enum State: String, Codable, Sendable, CaseIterable {
        /// It is verified and waits.
        case staged
        /// A job is applying it.
        case applying
        /// It was applied.
        case applied
    }
}
