/// An import that a tree knows: one that waits, one that was applied, or one that was applied and waits again.
package struct KnownImport: Sendable, Equatable {
    package let summary: ImportSummary
    /// What came of it when it was last applied and something came of it, with what the last time found wrong.
    package let outcome: ImportOutcome?
    package let isWaiting: Bool

    /// Those that wait, the last staged first, then those that were applied, the last applied first.
    ///
    /// Each is there once. Takes no lock, changes nothing, and reads small files alone.
    package static func all(in folder: RepositoryFolder) throws -> [KnownImport] {
        let policy = try SignaturePolicy(of: folder)
        let waiting = try StagingArea(folder).list().reversed().map { $0.weighed(by: policy) }
        return try known(waiting, AppliedLog(folder).outcomes())
    }

    /// The one of that id; `nil` when there is none.
    package static func find(_ id: String, in folder: RepositoryFolder) throws -> KnownImport? {
        let policy = try SignaturePolicy(of: folder)
        let waiting = try StagingArea(folder).summary(of: id)?.weighed(by: policy)
        return try known([waiting].compactMap(\.self), AppliedLog(folder).outcomes().filter { $0.id == id }).first
    }

    private static func known(_ waiting: [ImportSummary], _ log: [ImportOutcome]) -> [KnownImport] {
        let applied = folded(log)
        let outcomes = Dictionary(applied.map { ($0.id, $0) }) { first, _ in first }
        let ids = Set(waiting.map(\.id))
        return waiting.map { KnownImport(summary: $0, outcome: outcomes[$0.id], isWaiting: true) }
            + applied.filter { !ids.contains($0.id) }.map {
                KnownImport(summary: $0.summary, outcome: $0, isWaiting: false)
            }
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

extension ImportSummary {
    /// The same with what its signer counts for now.
    fileprivate func weighed(by policy: SignaturePolicy) -> ImportSummary {
        var summary = self
        summary.signer = policy.weighed(signer)
        return summary
    }
}
