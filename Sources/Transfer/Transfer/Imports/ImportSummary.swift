package import JSON
package import Time

/// What is known of an archive from the moment it was verified here, but for its lists of files.
///
/// Kept in `import.json` while it waits, and afterwards in the log as a part of its outcome: whoever looks at imports
/// parses nothing else.
package struct ImportSummary: Codable, Hashable, Sendable {
    package let id: String
    /// What its file was called where it was built, without an ending; null where the archive does not say.
    @Nullable package private(set) var name: String?
    /// The tree that it comes from.
    package let source: RepositoryIdentity
    /// Its place among the archives of that tree.
    package let sequence: Int64
    package let scope: Manifest.Scope
    /// The snapshot it starts from; `nil` for a full one.
    @Nullable package private(set) var base: String?
    /// What the archive that leads to that snapshot is called; null where the archive does not say.
    @Nullable package private(set) var baseName: String?
    /// The snapshot it leads to.
    package let target: String
    /// When it was built.
    package let created: Moment
    /// Whose signature the archive bears, and whether that key is trusted here; null where it bears none.
    @Nullable package internal(set) var signer: Signer?
    /// How much it carries.
    package let counts: SnapshotCounts
    /// What it warns about, and what was noticed on arrival, in sentences; some hundreds at most.
    package internal(set) var warnings: [String]
    /// The file or folder that it was read from, as it was named; `upload` where it was sent.
    package let origin: String
    package let stagedAt: Moment
    /// What applying it would have done when that was last looked at; `nil` before.
    @Nullable package internal(set) var plan: ImportPlan.Summary?

    enum CodingKeys: String, CodingKey {
        case id, name, source, sequence, scope, base, target, created, signer, counts, warnings, origin, plan
        case stagedAt = "staged_at"
        case baseName = "base_name"
    }

    /// Summarises an archive at hand.
    package init(_ head: ArchiveHead, origin: String, stagedAt: Moment, plan: ImportPlan.Summary? = nil) {
        let manifest = head.manifest
        id = head.archiveID
        source = manifest.repository
        sequence = manifest.sequence
        scope = manifest.scope
        target = manifest.target
        created = manifest.created
        counts = manifest.counts
        warnings = manifest.warnings.capped(at: 200) + head.remarks
        self.origin = origin
        self.stagedAt = stagedAt
        _name = Nullable(wrappedValue: manifest.name)
        _base = Nullable(wrappedValue: manifest.base)
        _baseName = Nullable(wrappedValue: manifest.baseArchive?.name)
        _signer = Nullable(wrappedValue: head.signer)
        _plan = Nullable(wrappedValue: plan)
    }
}

extension ImportSummary {
    /// What people call the archive: its name, that of the file it came as, or when it was built.
    package var title: String {
        let file = origin.split(separator: "/").last.map(String.init) ?? ""
        return name ?? ArtifactName(file: file)?.id ?? "the archive of \(created.text(.seconds))"
    }
}

extension [String] {
    /// The first sentences of many, and one that says how many more there are.
    func capped(at limit: Int) -> [String] {
        count <= limit ? self : prefix(limit) + ["and \(count - limit) more"]
    }
}
