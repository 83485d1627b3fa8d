/// An import that a tree knows: one that waits, one that was applied, one that was rolled back, or one that waits again
/// after that.
package struct KnownImport: Sendable, Equatable {
    package let summary: ImportSummary
    /// What came of it when it was last applied and something came of it, with what the last time found wrong.
    package let outcome: ImportOutcome?
    /// What came of taking it back; `nil` where it was not, or was applied again since.
    package let rollback: RollbackOutcome?
    /// Whether it is the one that would be taken back next, and what it replaced is still kept.
    package let canRollBack: Bool
    package let isWaiting: Bool

    /// Those that wait, the last staged first, then those that were applied, the last applied first.
    ///
    /// Each is there once. Takes no lock, changes nothing, and reads small files alone.
    package static func all(in folder: RepositoryFolder) throws -> [KnownImport] {
        let policy = try SignaturePolicy(of: folder)
        let waiting = try StagingArea(folder).list().reversed().map { $0.weighed(by: policy) }
        return try known(waiting, History(folder))
    }

    /// The one of that id; `nil` when there is none.
    package static func find(_ id: String, in folder: RepositoryFolder) throws -> KnownImport? {
        let policy = try SignaturePolicy(of: folder)
        let waiting = try StagingArea(folder).summary(of: id)?.weighed(by: policy)
        return try known([waiting].compactMap(\.self), History(folder).about(id)).first
    }

    private static func known(_ waiting: [ImportSummary], _ history: History) -> [KnownImport] {
        let applied = folded(history.applied)
        let outcomes = Dictionary(applied.map { ($0.id, $0) }) { first, _ in first }
        let ids = Set(waiting.map(\.id))
        return waiting.map { KnownImport($0, outcomes[$0.id], history, isWaiting: true) }
            + applied.filter { !ids.contains($0.id) }.map { KnownImport($0.summary, $0, history, isWaiting: false) }
    }

    private init(_ summary: ImportSummary, _ outcome: ImportOutcome?, _ history: History, isWaiting: Bool) {
        self.summary = summary
        self.outcome = outcome
        self.isWaiting = isWaiting
        rollback = history.rollbacks[summary.id]
        canRollBack = history.canRollBack == summary.id
    }

    /// One outcome for each archive, in the order of a log that has the newest first.
    private static func folded(_ log: [ImportOutcome]) -> [ImportOutcome] {
        let times = Dictionary(grouping: log, by: \.id)
        var seen: Set<String> = []
        return log.compactMap { outcome in
            guard let times = times[outcome.id], let last = times.first else { return nil }
            // Applied again, most archives change nothing: what counts is when they did.
            let work = times.first(where: \.didChange) ?? times[times.count - 1]
            guard outcome.appliedAt == work.appliedAt, seen.insert(outcome.id).inserted else { return nil }
            var folded = work
            folded.takeLeftOpen(from: last)
            return folded
        }
    }
}

/// What was done with imports, as the log has it.
private struct History {
    /// What was applied, newest first.
    let applied: [ImportOutcome]
    /// What was rolled back and not applied again since, by id.
    let rollbacks: [String: RollbackOutcome]
    /// The import that would be rolled back next, if what it replaced is kept.
    let canRollBack: String?

    init(_ folder: RepositoryFolder) throws {
        let deeds = try AppliedLog(folder).deeds()
        applied = deeds.compactMap(\.applied).reversed()
        let inForce = deeds.inForce
        let ids = Set(inForce.map(\.id))
        let done = deeds.compactMap(\.rolledBack).filter { !ids.contains($0.id) }
        rollbacks = Dictionary(done.map { ($0.id, $0) }) { _, last in last }
        let last = inForce.last?.id
        canRollBack = try last.flatMap { try UndoFolder(of: $0, in: folder).isSealed ? $0 : nil }
    }

    private init(_ applied: [ImportOutcome], _ other: History) {
        self.applied = applied
        rollbacks = other.rollbacks
        canRollBack = other.canRollBack
    }

    /// What of it is about one import.
    func about(_ id: String) -> History { History(applied.filter { $0.id == id }, self) }
}

extension ImportSummary {
    /// The same with what its signer counts for now.
    fileprivate func weighed(by policy: SignaturePolicy) -> ImportSummary {
        var summary = self
        summary.signer = policy.weighed(signer)
        return summary
    }
}
