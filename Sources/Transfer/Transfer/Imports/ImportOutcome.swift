package import Time

/// What came of applying an archive: the result of the engine and of its job, the line in the log, and what is shown.
package struct ImportOutcome: Hashable, Sendable {
    /// What was applied; its plan is the one that was carried out.
    package var summary: ImportSummary
    package let appliedAt: Moment
    /// Who applied it: `job <id>`, `cli`, `recovery`.
    package let appliedBy: String
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
    /// What the site keeps although the archive brings something else, in sentences; a thousand at most.
    package internal(set) var conflicts: [String] = []
    /// Files the archive relies on that are neither in it nor here; a thousand at most.
    package internal(set) var missing: [String] = []
    /// Files the near side no longer has; they stay.
    package internal(set) var pendingDeletes = 0

    /// Begins with nothing done.
    init(of summary: ImportSummary, at moment: Moment, by initiator: String) {
        self.summary = summary
        appliedAt = moment
        appliedBy = initiator
    }

    /// What comes of applying the same archive once more: nothing is done, and what stayed open is said again.
    package func repeated(at moment: Moment, by initiator: String) -> ImportOutcome {
        var outcome = ImportOutcome(of: summary, at: moment, by: initiator)
        outcome.conflicts = conflicts
        outcome.missing = missing
        outcome.pendingDeletes = pendingDeletes
        return outcome
    }

    /// The archive's id.
    package var id: String { summary.id }
    /// What the archive warns about, and what was noticed on arrival, in sentences.
    package var warnings: [String] { summary.warnings }
    /// Whether anything of the archive did not come to be.
    package var isPartial: Bool { !conflicts.isEmpty || !missing.isEmpty }
    /// Whether the tree was changed.
    package var didChange: Bool { placed + replaced + merged > 0 }

    /// The same with no more sentences than are kept.
    var capped: ImportOutcome {
        var outcome = self
        outcome.conflicts = conflicts.capped(at: 1000)
        outcome.missing = missing.capped(at: 1000)
        outcome.summary.warnings = summary.warnings.capped(at: 1000)
        return outcome
    }
}

/// One object: the members of the summary, and beside them what was done.
extension ImportOutcome: Codable {
    private enum CodingKeys: String, CodingKey {
        case `import`, result, changed
        case placed, replaced, merged, unchanged, superseded, bytes, packages, conflicts, missing
        case appliedAt = "applied_at"
        case appliedBy = "applied_by"
        case pendingDeletes = "pending_deletes"
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        summary = try ImportSummary(from: decoder)
        appliedAt = try members.decode(Moment.self, forKey: .appliedAt)
        appliedBy = try members.decode(String.self, forKey: .appliedBy)
        placed = try members.decode(Int.self, forKey: .placed)
        replaced = try members.decode(Int.self, forKey: .replaced)
        merged = try members.decode(Int.self, forKey: .merged)
        unchanged = try members.decode(Int.self, forKey: .unchanged)
        superseded = try members.decode(Int.self, forKey: .superseded)
        bytes = try members.decode(Int64.self, forKey: .bytes)
        packages = try members.decode(Int.self, forKey: .packages)
        conflicts = try members.decode([String].self, forKey: .conflicts)
        missing = try members.decode([String].self, forKey: .missing)
        pendingDeletes = try members.decode(Int.self, forKey: .pendingDeletes)
    }

    package func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(id, forKey: .import)
        try members.encode(appliedAt, forKey: .appliedAt)
        try members.encode(appliedBy, forKey: .appliedBy)
        try members.encode(isPartial ? "partial" : "succeeded", forKey: .result)
        try members.encode(didChange, forKey: .changed)
        try members.encode(placed, forKey: .placed)
        try members.encode(replaced, forKey: .replaced)
        try members.encode(merged, forKey: .merged)
        try members.encode(unchanged, forKey: .unchanged)
        try members.encode(superseded, forKey: .superseded)
        try members.encode(bytes, forKey: .bytes)
        try members.encode(packages, forKey: .packages)
        try members.encode(conflicts, forKey: .conflicts)
        try members.encode(missing, forKey: .missing)
        try members.encode(pendingDeletes, forKey: .pendingDeletes)
    }
}
