import JSON
package import Time

/// What came of taking an import back: the result of the engine and of its job, the line in the log, and what is shown.
package struct RollbackOutcome: Hashable, Sendable {
    /// The archive's id.
    package let id: String
    /// What people call the archive.
    package let name: String
    /// Where the archive came from.
    package let source: RepositoryIdentity
    package let rolledBackAt: Moment
    /// Who did it, and by which job: `cli:alice (job 7)`, `recovery`.
    package let rolledBackBy: String
    /// Whether it was only tried: then it says what would have been done.
    package internal(set) var isDryRun = false
    /// Files that went.
    package internal(set) var removed = 0
    /// Files that are again what they were before.
    package internal(set) var restored = 0
    /// Documents whose content changed.
    package internal(set) var documents = 0
    /// Packages that something was done to.
    package internal(set) var packages = 0
    /// What stays although the import brought it, because the site changed it since; sentences.
    package internal(set) var kept: [String] = []
    /// How many there are beyond those that are said.
    private var furtherKept = 0

    /// Begins with nothing done.
    init(of outcome: ImportOutcome, at moment: Moment, by initiator: String) {
        id = outcome.id
        name = outcome.summary.title
        source = outcome.summary.source
        rolledBackAt = moment
        rolledBackBy = initiator
    }

    /// What came of asking for the same once more: nothing is done.
    package func repeated(isDryRun: Bool) -> RollbackOutcome {
        var outcome = self
        (outcome.removed, outcome.restored, outcome.documents, outcome.packages) = (0, 0, 0, 0)
        outcome.isDryRun = isDryRun
        return outcome
    }

    /// How many sentences there are, and those of them that are said.
    package var keptExcerpt: Excerpt<String> { Excerpt(count: kept.count + furtherKept, kept) }
    /// Whether anything of the import is still there.
    package var isPartial: Bool { !kept.isEmpty }
    /// Whether the tree was changed.
    package var didChange: Bool { removed + restored + documents > 0 }

    /// The same with no more sentences than are kept.
    var capped: RollbackOutcome {
        var outcome = self
        outcome.kept = Array(kept.prefix(1000))
        outcome.furtherKept += kept.count - outcome.kept.count
        return outcome
    }
}

/// One object.
extension RollbackOutcome: Codable {
    private enum CodingKeys: String, CodingKey {
        case `import`, name, source, result, changed, removed, restored, documents, packages, kept
        case isDryRun = "dry_run"
        case rolledBackAt = "rolled_back_at"
        case rolledBackBy = "rolled_back_by"
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        id = try members.decode(String.self, forKey: .import)
        name = try members.decode(String.self, forKey: .name)
        source = try members.decode(RepositoryIdentity.self, forKey: .source)
        rolledBackAt = try members.decode(Moment.self, forKey: .rolledBackAt)
        rolledBackBy = try members.decode(String.self, forKey: .rolledBackBy)
        isDryRun = try members.decode(Bool.self, forKey: .isDryRun)
        removed = try members.decode(Int.self, forKey: .removed)
        restored = try members.decode(Int.self, forKey: .restored)
        documents = try members.decode(Int.self, forKey: .documents)
        packages = try members.decode(Int.self, forKey: .packages)
        let kept = try members.decode(Excerpt<String>.self, forKey: .kept)
        (self.kept, furtherKept) = (kept.items, kept.count - kept.items.count)
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(id, forKey: .import)
        try members.encode(name, forKey: .name)
        try members.encode(source, forKey: .source)
        try members.encode(rolledBackAt, forKey: .rolledBackAt)
        try members.encode(rolledBackBy, forKey: .rolledBackBy)
        try members.encode(isDryRun, forKey: .isDryRun)
        try members.encode(isPartial ? "partial" : "succeeded", forKey: .result)
        try members.encode(didChange, forKey: .changed)
        try members.encode(removed, forKey: .removed)
        try members.encode(restored, forKey: .restored)
        try members.encode(documents, forKey: .documents)
        try members.encode(packages, forKey: .packages)
        try members.encode(keptExcerpt, forKey: .kept)
    }
}
