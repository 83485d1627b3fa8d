import Logging
import Posix
import Reporting
import Time

/// Takes an import back, from the first look at the tree to the last trace of what was kept for that.
///
/// Files come back before the documents that list them, and go after those that listed them are written.
struct RollbackRun {
    private let engine: ImportEngine
    private let undo: UndoFolder
    private let plan: RollbackPlan
    /// Whether a run before this one began it.
    private let isResumed: Bool
    private var outcome: RollbackOutcome

    /// Looks at the tree and plans.
    init(
        _ engine: ImportEngine,
        _ applied: ImportOutcome,
        _ record: UndoRecord,
        by initiator: String,
        isResumed: Bool = false,
        reporter: Reporter
    ) async throws {
        self.engine = engine
        self.isResumed = isResumed
        undo = UndoFolder(of: applied.id, in: engine.folder)
        let sink = engine.sink
        plan = try RollbackPlan(record, live: await sink.survey(reporter: reporter), rules: sink.rules) { path in
            try sink.root.info(UndoFolder.files(of: applied.id).appending(path)) != nil
        }
        outcome = RollbackOutcome(of: applied, at: Moment(seconds: engine.clock.now().seconds), by: initiator)
        outcome.packages = plan.packages.count
        outcome.kept = plan.kept.map { RollbackPlan.sentence(onKept: $0.path) }
    }

    /// What would come of it, as far as that shows before documents are written.
    func outlook() -> RollbackOutcome {
        var outcome = outcome
        outcome.isDryRun = true
        outcome.removed = plan.removed.count
        outcome.restored = plan.restored.count
        outcome.documents = plan.documents.count
        return outcome.capped
    }

    /// Does what the plan says, from the journal to its end.
    mutating func complete(reporter: Reporter) async throws -> RollbackOutcome {
        try await perform(reporter)
        try restoreRecords()
        try engine.log.append(outcome.capped)
        await engine.issueReceipt(for: outcome, reporter: reporter)
        try undo.remove()
        try engine.folder.directory.removeAll(Self.work)
        try ImportJournal.end(in: engine.folder)
        return outcome.capped
    }

    private mutating func perform(_ reporter: Reporter) async throws {
        let place = try Self.place
        let swap = try engine.documentSwap(at: place, waiting: "documents")
        let reverser = DocumentReverser(swap: swap, plan: plan, id: undo.id)
        let documents = try reverse(with: reverser)
        try reporter.checkCancellation()
        try begin()
        let placer = FilePlacer(
            sink: engine.sink,
            staged: try place.appending("files"),
            kept: try place.appending("removed"),
            ownership: swap.ownership
        )
        reporter.begin(.restoreFiles, total: Int64(plan.restored.count), unit: .files)
        for change in plan.restored where plan.landing(of: change) == .placed { try restore(change, placer, reporter) }
        try engine.sink.root.synchronizeFileSystem()
        try await install(documents, with: reverser, reporter)
        try engine.sink.root.synchronizeFileSystem()
        try settleIndexes(placer, reporter)
        reporter.begin(.removeFiles, total: Int64(plan.removed.count), unit: .files)
        for change in plan.removed where plan.landing(of: change) == .placed { try remove(change, placer, reporter) }
        try placer.removeEmptyFolders(above: (plan.removed + plan.absent).map(\.path))
        try engine.sink.root.synchronizeFileSystem()
    }

    /// Where it keeps what it needs, relative to the tree's root.
    static var place: RelativePath { get throws { try RelativePath(RepositoryFolder.name).appending(work) } }

    private static var work: RelativePath { get throws { try RelativePath("work/rollback") } }

    private func begin() throws {
        guard !isResumed else { return }
        try engine.sink.root.synchronizeFileSystem()
        try engine.log.rotate()
        let intent = ImportJournal.Intent(rollingBack: undo.id, logSize: try engine.log.size)
        _ = try ImportJournal.begin(intent, in: engine.folder)
    }

    private mutating func reverse(with reverser: DocumentReverser) throws -> [DocumentReverser.Reversed] {
        try plan.documents.compactMap { change in
            do {
                return try reverser.reverse(change)
            } catch {
                try settle(change, error)
                return nil
            }
        }
    }

    private mutating func install(
        _ documents: [DocumentReverser.Reversed],
        with reverser: DocumentReverser,
        _ reporter: Reporter
    ) async throws {
        reporter.begin(.installDocuments, total: Int64(documents.count), unit: .files)
        for document in documents {
            do {
                if try await reverser.install(document) { outcome.documents += 1 }
            } catch {
                try settle(document.change, error)
            }
            reporter.advance()
        }
    }

    /// A failure that only this document is to blame for leaves it as it is.
    private mutating func settle(_ change: UndoRecord.Change, _ error: any Error) throws {
        guard DocumentFault.isOfDocument(error) else { throw error }
        outcome.kept.append("\(change.path): stays as it is, for it could not be taken back: \(error)")
    }

    /// Indexes get their old content, or go, rank by rank, once all that they list is there.
    private mutating func settleIndexes(_ placer: FilePlacer, _ reporter: Reporter) throws {
        for landing in plan.landings where landing > .merged {
            for change in plan.restored where plan.landing(of: change) == landing {
                try restore(change, placer, reporter)
            }
            for change in plan.removed where plan.landing(of: change) == landing {
                try remove(change, placer, reporter)
            }
            try engine.sink.root.synchronizeFileSystem()
        }
    }

    private mutating func restore(
        _ change: UndoRecord.Change,
        _ placer: FilePlacer,
        _ reporter: Reporter
    ) throws {
        guard let old = change.old else { return }
        let staged = try placer.stagedPlace(of: change.path)
        if let parent = staged.parent { try engine.sink.root.makeDirectories(parent) }
        if try engine.sink.root.info(staged) != nil { try engine.sink.root.unlink(staged) }
        try engine.sink.root.link(UndoFolder.files(of: undo.id).appending(change.path), to: staged)
        let entry = Entry(
            path: change.path,
            size: 0,
            sha512: old,
            kind: change.kind,
            package: change.package,
            version: nil
        )
        switch try change.new.map({ try placer.replace(entry, expecting: $0) }) ?? placer.place(entry) {
        case .placed, .found: outcome.restored += 1
        case .kept: outcome.kept.append(RollbackPlan.sentence(onKept: change.path))
        }
        reporter.advance()
    }

    private mutating func remove(_ change: UndoRecord.Change, _ placer: FilePlacer, _ reporter: Reporter) throws {
        guard let new = change.new else { return }
        if try placer.remove(change.path, expecting: new) {
            outcome.removed += 1
        } else {
            outcome.kept.append(RollbackPlan.sentence(onKept: change.path))
        }
        reporter.advance()
    }

    /// What was accepted before counts again; a source that somebody has trusted since stays one.
    private func restoreRecords() throws {
        var records = try undo.records()
        for source in try engine.records.load().sources
        where source != outcome.source.uuid && !records.sources.contains(source) {
            records.sources.append(source)
        }
        try engine.records.save(records, target: undo.target())
    }
}
