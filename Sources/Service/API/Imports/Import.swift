import JSON
package import Time
package import Transfer

/// An archive that was verified whole and waits to be applied, was applied, or was taken back after that.
///
/// What is stored of it, and beside that where it stands here. Once it was applied, all members of its outcome are
/// there, also while it waits to be applied again; before, of these only `applied_at`, null.
package struct Import: Hashable, Sendable {
    /// The repository here that it is for.
    package var repository: String
    /// How far it has come.
    package var state: State
    /// What is known of the archive; the plan is the one of the moment that it names.
    package var summary: ImportSummary
    /// What came of it here.
    package var outcome: ImportOutcome?
    /// What came of taking it back; nil where it was not, or was applied again since.
    package var rollback: RollbackOutcome?
    /// The receipt of it; nil before it was applied, and where none was written.
    package var receipt: ImportReceipt?
    /// The job that applies or applied it.
    package var jobID: String?
    /// Where its controls are.
    package var links: [String: String]

    /// The id of the archive.
    package var id: String { summary.id }
    /// What applying it would do, or would have done, at that moment; nil while nobody has looked.
    package var plan: ImportPlan.Summary? { summary.plan }
    /// When it was applied here.
    package var appliedAt: Moment? { outcome?.appliedAt }
}

extension Import {
    /// What a tree knows of an import; `job` is the one that applies it now.
    package init(
        _ known: KnownImport,
        in repository: String,
        applying job: String? = nil,
        receipt: ImportReceipt? = nil
    ) {
        let id = known.summary.id
        var links = known.isWaiting ? ["apply": APIPath.application(ofImport: id)] : [:]
        if known.canRollBack { links["rollback"] = APIPath.rollback(ofImport: id) }
        if receipt != nil { links["receipt"] = APIPath.receipt(ofImport: id) }
        self.init(
            repository: repository,
            state: State(known, isApplying: job != nil),
            summary: known.summary,
            outcome: known.outcome,
            rollback: known.rollback,
            receipt: receipt,
            jobID: known.isWaiting ? job : known.outcome?.job,
            links: links.merging(["self": APIPath.import(id)]) { _, new in new }
        )
    }
}

extension ImportOutcome {
    /// The job that did it; nil where a recovery did.
    ///
    /// Older records name nothing but the job.
    fileprivate var job: String? {
        let last = appliedBy.split(separator: "(").last.map { $0.hasSuffix(")") ? $0.dropLast() : $0 } ?? ""
        return last.hasPrefix("job ") ? String(last.dropFirst(4)) : nil
    }
}

extension Import: Codable {
    private enum CodingKeys: String, CodingKey {
        case repository, state, links, receipt, rollback
        case jobID = "job_id"
        case appliedAt = "applied_at"
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        repository = try members.decode(String.self, forKey: .repository)
        state = try members.decode(State.self, forKey: .state)
        links = try members.decode([String: String].self, forKey: .links)
        jobID = try members.decodeIfPresent(String.self, forKey: .jobID)
        receipt = try members.decodeIfPresent(ImportReceipt.self, forKey: .receipt)
        let wasApplied = try members.decodeIfPresent(Moment.self, forKey: .appliedAt) != nil
        summary = try ImportSummary(from: decoder)
        outcome = wasApplied ? try ImportOutcome(from: decoder) : nil
        outcome?.summary = summary
        rollback = try members.decodeIfPresent(RollbackOutcome.self, forKey: .rollback)
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        if var outcome {
            // While it waits again, what is told of it is what waits.
            outcome.summary = summary
            try outcome.encode(to: encoder)
        } else {
            try summary.encode(to: encoder)
            try members.encodeNil(forKey: .appliedAt)
        }
        try members.encode(repository, forKey: .repository)
        try members.encode(state, forKey: .state)
        try members.encode(jobID, forKey: .jobID)
        try members.encode(receipt, forKey: .receipt)
        try members.encode(rollback, forKey: .rollback)
        try members.encode(links, forKey: .links)
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
        /// It was applied, and taken back.
        case rolledBack = "rolled-back"

        fileprivate init(_ known: KnownImport, isApplying: Bool) {
            guard !known.isWaiting else {
                self = isApplying ? .applying : .staged
                return
            }
            self = known.rollback == nil ? .applied : .rolledBack
        }
    }
}
