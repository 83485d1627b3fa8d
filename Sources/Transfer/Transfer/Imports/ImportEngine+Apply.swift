import Crypto
import FoundationEssentials
import JSON
import Logging
import Posix
package import Reporting

/// How an apply treats what is not as it should be.
package struct ApplyOptions: Sendable {
    /// Go on although files that the archive relies on are missing; the result says which.
    package let allowMissing: Bool
    /// Who applies, for the log.
    package let initiator: String

    /// Describes one apply.
    package init(allowMissing: Bool = false, initiator: String) {
        self.allowMissing = allowMissing
        self.initiator = initiator
    }
}

extension ImportEngine {
    /// Applies a staged import.
    ///
    /// Applying it twice is a success that changes nothing.
    package func apply(
        _ staged: StagedImport,
        options: ApplyOptions,
        reporter: Reporter
    ) async throws -> ImportResult {
        do {
            if !staged.isFresh { try recheck(staged, reporter: reporter) }
            return try await run(staged, intent: nil, options: options, reporter: reporter)
        } catch {
            throw Self.explained(error)
        }
    }

    /// Finishes what a crash interrupted and clears what it left; `nil` when there was nothing to finish.
    @discardableResult
    package func recover(reporter: Reporter) async throws -> ImportResult? {
        do {
            let result = try await finishInterrupted(reporter: reporter)
            try folder.removeLeftovers()
            try staging.removeLeftovers()
            return result
        } catch {
            throw Self.explained(error)
        }
    }

    private func finishInterrupted(reporter: Reporter) async throws -> ImportResult? {
        guard let intent = try ImportJournal.interrupted(in: folder) else { return nil }
        reporter.log(.warning, "finishing an interrupted import", ["import": intent.importID])
        guard try !hasEnded(intent) else {
            try ImportJournal.end(in: folder)
            return nil
        }
        guard let staged = try loadInterrupted(intent, reporter) else { return nil }
        let lock = try lock(of: staged.id)
        for file in staged.head.manifest.files where sink.rules.landing(of: file.entry) == .merged {
            guard let name = try sink.lock(for: sink.location(of: file.entry.path)) else { continue }
            try lock.releaseLeftover(name)
        }
        let options = ApplyOptions(allowMissing: true, initiator: "recovery")
        return try await run(staged, intent: intent, options: options, reporter: reporter)
    }

    /// An interrupted import whose staged files are gone or damaged cannot be finished, and must not stand in the way
    /// of everything else: the archive brings the rest when it is applied again.
    private func loadInterrupted(_ intent: ImportJournal.Intent, _ reporter: Reporter) throws -> StagedImport? {
        do {
            return try staging.load(intent.importID)
        } catch let error as TransferError where error.code == .notFound || error.code == .malformed {
            reporter.log(
                .error,
                "an interrupted import cannot be finished: apply its archive again",
                ["import": intent.importID, "reason": "\(error)"]
            )
            try staging.remove(intent.importID)
            try ImportJournal.end(in: folder)
            return nil
        }
    }

    /// Whether an import was done and logged, and only its journal is left.
    private func hasEnded(_ intent: ImportJournal.Intent) throws -> Bool {
        let isWaiting = try staging.isWaiting(intent.importID)
        return try !isWaiting && isLogged(intent)
    }

    private func isLogged(_ intent: ImportJournal.Intent) throws -> Bool {
        guard try records.logSize() > intent.logSize else { return false }
        return try records.readLog().last?["import"]?.stringValue == intent.importID
    }

    private func run(
        _ staged: StagedImport,
        intent: ImportJournal.Intent?,
        options: ApplyOptions,
        reporter: Reporter
    ) async throws -> ImportResult {
        var accepted = try records.load()
        if intent == nil { try requireTrusted(staged.head, by: accepted) }
        let live = try await sink.survey(reporter: reporter)
        let plan = try planner(staged, live, accepted).plan()
        if intent == nil, !options.allowMissing { try requireBase(plan, staged.head) }
        var run = ApplyRun(engine: self, staged: staged, plan: plan, live: live, intent: intent)
        let result = try await run.perform(&accepted, reporter: reporter)
        if try !(intent.map(isLogged) ?? false) { try records.appendLog(logLine(result, staged, options)) }
        try staging.forget(staged.id)
        try ImportJournal.end(in: folder)
        await tidyUp(after: run, result, reporter)
        return result
    }

    /// The import is over and recorded: what fails here is made up for by the next run.
    private func tidyUp(after run: ApplyRun, _ result: ImportResult, _ reporter: Reporter) async {
        do {
            try staging.remove(result.importID)
            if result.didChange { try removeUndo(but: result.importID) }
            try await sink.placed(run.placedFiles())
        } catch {
            reporter.log(.warning, "could not tidy up after an import", ["reason": "\(error)"])
        }
    }

    /// One step back is kept.
    private func removeUndo(but id: String) throws {
        let undo = try RelativePath("undo")
        guard try folder.directory.info(undo)?.kind == .directory else { return }
        let kept = try folder.directory.subdirectory(undo)
        for entry in try kept.entries() where entry.name != id { try kept.removeAll(RelativePath(entry.name)) }
    }

    private func requireBase(_ plan: ImportPlan, _ head: ArchiveHead) throws {
        guard !plan.missing.isEmpty else { return }
        let base = head.manifest.base.map { "It was packed for a site that holds snapshot \($0)" } ?? "It is full"
        throw TransferError(
            .missingBase,
            "archive \(head.archiveID)",
            "relies on \(plan.missing.count) files that are neither in it nor here",
            hint: "\(base): apply the archives before it, or ask for one built with --full or for what this site holds",
            details: plan.missing.map(\.path.string)
        )
    }

    func isIntact(_ staged: StagedImport, reporter: Reporter) throws -> Bool {
        do {
            try recheck(staged, reporter: reporter)
            return true
        } catch let error as TransferError where error.code == .refused {
            return false
        }
    }

    /// Reads the staged files again: they waited where others could reach them.
    private func recheck(_ staged: StagedImport, reporter: Reporter) throws {
        let tree = try sink.root.subdirectory(StagingArea.tree(of: staged.id))
        reporter.begin(.checkStagedFiles, total: staged.head.manifest.counts.bytes, unit: .bytes)
        for file in staged.head.manifest.files {
            try reporter.checkCancellation()
            guard try tree.info(file.entry.path)?.kind == .regular,
                try FileDigest.sha512(of: tree.open(file.entry.path)) == file.entry.sha512
            else {
                throw TransferError(
                    .refused,
                    file.entry.path.string,
                    "changed while it waited",
                    hint: "Delete this import and stage the archive again"
                )
            }
            reporter.advance(by: file.entry.size)
        }
    }

    private func logLine(_ result: ImportResult, _ staged: StagedImport, _ options: ApplyOptions) -> JSONValue {
        let manifest = staged.head.manifest
        return [
            "import": .string(staged.id),
            "archive_id": .string(staged.head.archiveID),
            "source": .string(manifest.repository.uuid),
            "sequence": .integer(manifest.sequence),
            "scope": .string(manifest.scope.rawValue),
            "target": .string(manifest.target),
            "origin": .string(staged.origin),
            "applied_at": .string(UTCTime.text(now())),
            "applied_by": .string(options.initiator),
            "result": .string(result.isPartial ? "partial" : "succeeded"),
            "placed": .integer(Int64(result.placed)),
            "replaced": .integer(Int64(result.replaced)),
            "merged": .integer(Int64(result.merged)),
            "unchanged": .integer(Int64(result.unchanged)),
            "superseded": .integer(Int64(result.superseded)),
            "bytes": .integer(result.bytes),
            "conflicts": .array(result.conflicts.prefix(1000).map { .string($0) }),
            "missing": .array(result.missing.prefix(1000).map { .string($0) }),
            "pending_deletes": .integer(Int64(result.pendingDeletes)),
        ]
    }
}
