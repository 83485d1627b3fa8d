import Logging
import Posix
package import Reporting
import Spooling

extension ImportEngine {
    /// Takes the import that was applied last back: what it placed goes if it is unchanged, what it replaced returns,
    /// the records say what they said before, and what the site published since stays.
    ///
    /// Doing it twice is a success that changes nothing. Refused (`conflict`) where another import came later, or what
    /// it replaced is no longer kept.
    package func rollBack(_ id: String, by initiator: String, reporter: Reporter) async throws -> RollbackOutcome {
        do {
            if let known = try rolledBack(id) { return known.repeated(isDryRun: false) }
            var run = try await rollback(of: id, by: initiator, reporter)
            return try await run.complete(reporter: reporter)
        } catch {
            throw TransferError.explained(error)
        }
    }

    /// What would come of it; nothing is changed.
    package func tryRollingBack(
        _ id: String,
        by initiator: String,
        reporter: Reporter
    ) async throws -> RollbackOutcome {
        if let known = try rolledBack(id) { return known.repeated(isDryRun: true) }
        return try await rollback(of: id, by: initiator, reporter).outlook()
    }

    /// Goes on with a rollback that was interrupted; `nil` where nothing was left to do, or nothing can be done.
    func finishRollback(_ intent: ImportJournal.Intent, reporter: Reporter) async throws -> RollbackOutcome? {
        let undo = UndoFolder(of: intent.importID, in: folder)
        if try log.tells(ofRollback: intent.importID, after: intent.logSize) {
            if let done = try rolledBack(intent.importID) { await issueReceipt(for: done, reporter: reporter) }
            try undo.remove()
            try ImportJournal.end(in: folder)
            return nil
        }
        guard let record = try undo.read(), let applied = try log.lastApplied(), applied.id == intent.importID else {
            reporter.log(.error, "an interrupted rollback cannot be finished", ["import": intent.importID])
            try ImportJournal.end(in: folder)
            return nil
        }
        let documents = record.changes.values.filter { sink.rules.landing(of: $0.kind) == .merged }
        try releaseLocks(at: RollbackRun.place, of: documents.map(\.path))
        var run = try await RollbackRun(self, applied, record, by: "recovery", isResumed: true, reporter: reporter)
        return try await run.complete(reporter: reporter)
    }

    /// The rollback of an import, if that is what was last done with it.
    private func rolledBack(_ id: String) throws -> RollbackOutcome? {
        let deeds = try log.deeds()
        guard !deeds.inForce.contains(where: { $0.id == id }) else { return nil }
        return deeds.last { $0.rolledBack?.id == id }?.rolledBack
    }

    private func rollback(of id: String, by initiator: String, _ reporter: Reporter) async throws -> RollbackRun {
        let applied = try log.deeds().inForce
        guard let last = applied.last, applied.contains(where: { $0.id == id }) else {
            let hint = "`packferry import list` names those that were"
            throw TransferError(.notFound, id, "is no import that was applied here", hint: hint)
        }
        guard last.id == id else {
            throw TransferError(
                .conflict,
                id,
                "is not the import that was applied last, which is \(last.summary.title) (\(last.id))",
                hint: "Roll that one back first: `packferry import rollback \(last.id)`"
            )
        }
        guard let record = try UndoFolder(of: id, in: folder).read() else {
            throw TransferError(
                .conflict,
                id,
                "cannot be rolled back: what it replaced is no longer kept",
                hint: "One step back is kept. Apply an archive that brings what is wanted instead"
            )
        }
        return try await RollbackRun(self, last, record, by: initiator, reporter: reporter)
    }
}
