package import Time

/// What came of applying an archive: the result of the engine and of its job, the line in the log, and what is shown.
package struct ImportOutcome: Hashable, Sendable {
    /// What was applied; its plan is the one that was carried out.
    package var summary: ImportSummary
    package let appliedAt: Moment
    /// Who applied it, and by which job: `cli:alice (job 7)`, `recovery`.
    package let appliedBy: String
    /// Whether it was only tried: then it says what would have been done.
    package internal(set) var isDryRun = false
    /// Files that got a name.
    package internal(set) var placed = 0
    /// Files that got other content.
    package internal(set) var replaced = 0
    /// Documents whose content changed.
    package internal(set) var merged = 0
    /// Files that were there with this content.
    package internal(set) var unchanged = 0
    /// Files that a newer archive had overtaken.
    package internal(set) var superseded = 0
    /// Bytes added to the tree.
    package internal(set) var bytes: Int64 = 0
    /// Packages that something was done to.
    package internal(set) var packages = 0
    /// What the site keeps although the archive brings something else, in sentences.
    package internal(set) var conflicts: [String] = []
    /// Files the archive relies on that are neither in it nor here.
    package internal(set) var missing: [String] = []
    /// How many there are beyond those that are kept.
    private var furtherConflicts = 0
    private var furtherMissing = 0
    /// Whether it was let in although no trusted key signed it, where one is needed.
    package internal(set) var allowedUnsigned = false
    /// Fingerprints of the keys that it announced and that are trusted from now on.
    package internal(set) var trustedKeys: [String] = []
    /// How many packages the registry lists that it did not list before; `nil` where that was not asked for.
    package private(set) var registered: Int?
    /// Files that went because the near side has them no more, and that was asked for.
    package internal(set) var deleted = 0
    /// Files the near side no longer has; they stay.
    package internal(set) var pendingDeletes = 0

    /// Begins with nothing done.
    init(of summary: ImportSummary, at moment: Moment, by initiator: String) {
        self.summary = summary
        appliedAt = moment
        appliedBy = initiator
    }

    /// What comes of applying the same archive once more: nothing is done, and what stayed open is said again.
    package func repeated(at moment: Moment, by initiator: String, isDryRun: Bool = false) -> ImportOutcome {
        var outcome = ImportOutcome(of: summary, at: moment, by: initiator)
        outcome.isDryRun = isDryRun
        outcome.takeLeftOpen(from: self)
        outcome.pendingDeletes = pendingDeletes
        return outcome
    }

    /// Says what another outcome of the same archive left open.
    mutating func takeLeftOpen(from other: ImportOutcome) {
        (conflicts, furtherConflicts) = (other.conflicts, other.furtherConflicts)
        (missing, furtherMissing) = (other.missing, other.furtherMissing)
    }

    /// How many conflicts there are, and those of them that are kept.
    package var conflictExcerpt: Excerpt<String> { Excerpt(count: conflicts.count + furtherConflicts, conflicts) }
    /// How many files are missing, and those of them that are kept.
    package var missingExcerpt: Excerpt<String> { Excerpt(count: missing.count + furtherMissing, missing) }

    /// Whether it starts from what another archive of the same source leads to.
    package func buildsUpon(_ other: ImportOutcome) -> Bool {
        summary.base == other.summary.target && summary.source.uuid == other.summary.source.uuid
    }

    /// The same where all that it builds upon is here by then.
    package var withBase: ImportOutcome {
        var outcome = self
        (outcome.missing, outcome.furtherMissing) = ([], 0)
        return outcome
    }

    /// The same once packages were registered, or would be, with what is to be done about that.
    package func registering(_ added: Int, remark: String?) -> ImportOutcome {
        var outcome = self
        outcome.registered = added
        if let remark { outcome.summary.warnings.append(remark) }
        return outcome
    }

    /// The archive's id.
    package var id: String { summary.id }
    /// What the archive warns about, and what was noticed on arrival, in sentences.
    package var warnings: [String] { summary.warnings }
    /// Whether anything of the archive did not come to be.
    package var isPartial: Bool { !conflicts.isEmpty || !missing.isEmpty }
    /// Whether the tree was changed.
    package var didChange: Bool { placed + replaced + merged + deleted > 0 }

    /// The same with no more sentences than are kept.
    var capped: ImportOutcome {
        var outcome = self
        outcome.conflicts = Array(conflicts.prefix(1000))
        outcome.missing = Array(missing.prefix(1000))
        outcome.furtherConflicts += conflicts.count - outcome.conflicts.count
        outcome.furtherMissing += missing.count - outcome.missing.count
        outcome.summary.warnings = summary.warnings.capped(at: 1000)
        return outcome
    }
}

/// One object: the members of the summary, and beside them what was done.
extension ImportOutcome: Codable {
    private enum CodingKeys: String, CodingKey {
        case `import`, result, changed
        case placed, replaced, merged, deleted, unchanged, superseded, bytes, packages, conflicts, missing, registered
        case isDryRun = "dry_run"
        case appliedAt = "applied_at"
        case appliedBy = "applied_by"
        case pendingDeletes = "pending_deletes"
        case allowedUnsigned = "allowed_unsigned"
        case trustedKeys = "trusted_keys"
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        summary = try ImportSummary(from: decoder)
        appliedAt = try members.decode(Moment.self, forKey: .appliedAt)
        appliedBy = try members.decode(String.self, forKey: .appliedBy)
        // Lines of older versions do not say so.
        isDryRun = try members.decodeIfPresent(Bool.self, forKey: .isDryRun) ?? false
        placed = try members.decode(Int.self, forKey: .placed)
        replaced = try members.decode(Int.self, forKey: .replaced)
        merged = try members.decode(Int.self, forKey: .merged)
        unchanged = try members.decode(Int.self, forKey: .unchanged)
        superseded = try members.decode(Int.self, forKey: .superseded)
        bytes = try members.decode(Int64.self, forKey: .bytes)
        packages = try members.decode(Int.self, forKey: .packages)
        let conflicts = try members.decode(Excerpt<String>.self, forKey: .conflicts)
        let missing = try members.decode(Excerpt<String>.self, forKey: .missing)
        (self.conflicts, furtherConflicts) = (conflicts.items, conflicts.count - conflicts.items.count)
        (self.missing, furtherMissing) = (missing.items, missing.count - missing.items.count)
        deleted = try members.decodeIfPresent(Int.self, forKey: .deleted) ?? 0
        registered = try members.decodeIfPresent(Int.self, forKey: .registered)
        pendingDeletes = try members.decode(Int.self, forKey: .pendingDeletes)
        allowedUnsigned = try members.decodeIfPresent(Bool.self, forKey: .allowedUnsigned) ?? false
        trustedKeys = try members.decodeIfPresent([String].self, forKey: .trustedKeys) ?? []
    }

    package func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(id, forKey: .import)
        try members.encode(appliedAt, forKey: .appliedAt)
        try members.encode(appliedBy, forKey: .appliedBy)
        try members.encode(isDryRun, forKey: .isDryRun)
        try members.encode(isPartial ? "partial" : "succeeded", forKey: .result)
        try members.encode(didChange, forKey: .changed)
        try members.encode(placed, forKey: .placed)
        try members.encode(replaced, forKey: .replaced)
        try members.encode(merged, forKey: .merged)
        try members.encode(deleted, forKey: .deleted)
        try members.encode(unchanged, forKey: .unchanged)
        try members.encode(superseded, forKey: .superseded)
        try members.encode(bytes, forKey: .bytes)
        try members.encode(packages, forKey: .packages)
        try members.encode(conflictExcerpt, forKey: .conflicts)
        try members.encode(missingExcerpt, forKey: .missing)
        try members.encode(registered, forKey: .registered)
        try members.encode(pendingDeletes, forKey: .pendingDeletes)
        try members.encode(allowedUnsigned, forKey: .allowedUnsigned)
        try members.encode(trustedKeys, forKey: .trustedKeys)
    }
}
