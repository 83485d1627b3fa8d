import Crypto
import JSON
import Posix
import Reporting
import Time

/// One apply, from the first look at the tree to the last trace of the staged archive.
///
/// Files come before the documents that list them, indexes and entry points after both, and nothing is forgotten in
/// between.
struct ApplyRun {
    let engine: ImportEngine
    let staged: StagedImport
    let options: ApplyOptions
    private(set) var accepted: AcceptedRecords
    let plan: ImportPlan
    private let live: any LiveTree
    /// What an interrupted run had in mind: those files are ours, not the site's.
    let intent: ImportJournal.Intent?
    var outcome: ImportOutcome
    var change: AppliedChange
    /// What goes because the source has it no more.
    let deletes: [ImportPlan.Delete]
    /// The newest target of the source before this run.
    let formerTarget: AcceptedRecords.Target?
    /// Whether this archive is the one that was applied last.
    let isRepeated: Bool
    /// What was not placed, because a file of the site's own was met there.
    private var kept: [Entry] = []
    /// What came out of the tree for files of the archive, whichever run exchanged them.
    private(set) var exchanged: [RelativePath: SHA512Digest] = [:]
    /// Documents that got other content, whichever run gave it to them.
    private(set) var documentChanges: [RelativePath: ImportJournal.DocumentChange] = [:]

    /// Looks at the tree and plans; throws when the archive is not one that may be applied here now.
    ///
    /// With an intent it goes on with what a run before it began, whatever there is to say against it.
    init(
        _ engine: ImportEngine,
        _ staged: StagedImport,
        _ options: ApplyOptions,
        goingOnWith intent: ImportJournal.Intent? = nil,
        reporter: Reporter
    ) async throws {
        accepted = try engine.records.load()
        formerTarget = accepted.target(of: staged.head.manifest.repository.uuid)
        isRepeated = try engine.log.lastApplied()?.id == staged.id
        let policy = try engine.policy(allowsUnsigned: options.allowUnsigned)
        var exception: String?
        if intent == nil {
            try engine.requireTrusted(staged.head, by: accepted)
            exception = try policy.admit(staged.head.signer)
        }
        live = try await engine.sink.survey(reporter: reporter)
        plan = try engine.plan(staged, live, accepted)
        let way = try WayToBase(staged.head.manifest, after: engine.log)
        if intent == nil, !options.allowMissing { try Self.requireBase(plan, staged.head, way) }
        self.engine = engine
        self.staged = staged
        self.options = options
        self.intent = intent
        change = AppliedChange(manifest: staged.head.manifest, archiveID: staged.head.archiveID)
        let now = engine.clock.now()
        outcome = ImportOutcome(of: staged.summary, at: Moment(seconds: now.seconds), by: options.initiator)
        if intent == nil {
            outcome.summary.plan = ImportPlan.Summary(plan, way: way, madeAt: outcome.appliedAt)
        }
        outcome.summary.signer = policy.weighed(staged.head.signer)
        if let exception, !outcome.summary.warnings.contains(exception) { outcome.summary.warnings.append(exception) }
        outcome.allowedUnsigned = policy.isException(staged.head.signer)
        outcome.unchanged = plan.unchanged.count
        outcome.superseded = plan.superseded.count
        outcome.missing = plan.missing.map(\.path.string)
        deletes = try Self.deletes(plan, options, intent, sink: engine.sink)
        outcome.pendingDeletes = deletes.isEmpty ? plan.deletableFiles : 0
        outcome.packages = plan.packages.union(deletes.map(\.place.package)).count
        for conflict in plan.conflicts { note(conflict.path, here: conflict.here) }
        outcome.conflicts += plan.kept.map(\.description) + plan.obstacles
        outcome.summary.warnings += plan.unusable.map(\.description)
    }

    var sink: any TreeSink { engine.sink }
    private var rules: any ContentRules { engine.sink.rules }

    private static func requireBase(_ plan: ImportPlan, _ head: ArchiveHead, _ way: WayToBase) throws {
        guard !plan.missing.isEmpty else { return }
        throw TransferError(
            .missingBase,
            head.manifest.title,
            "relies on \(plan.missing.count) files that are neither in it nor here",
            hint: way.advice,
            details: plan.missing.map(\.path.string)
        )
    }

    /// Does what the plan says, from the journal to its end.
    ///
    /// All that can be refused is tried before the journal: what is in that is finished, now or after a restart.
    mutating func complete(reporter: Reporter) async throws -> ImportOutcome {
        try await perform(reporter: reporter)
        try keepUndo()
        outcome.trustedKeys = try engine.keys.adopt(from: staged.head, at: engine.clock.now()).map(\.fingerprint)
        try engine.records.save(accepted, target: isNewest ? staged.head.target : nil)
        try log()
        try engine.staging.forget(staged.id)
        await tidyUp(reporter)
        await engine.issueReceipt(for: outcome, reporter: reporter)
        try ImportJournal.end(in: engine.folder)
        return outcome.capped
    }

    /// What would come of it, as far as that shows before documents are merged.
    func outlook() throws -> ImportOutcome {
        var landing = try LandingCheck(sink)
        try landing.check(plan.new + plan.replaced + documents())
        var outcome = outcome
        outcome.isDryRun = true
        outcome.placed = plan.new.count
        outcome.replaced = plan.replaced.count
        outcome.merged = plan.documents.count
        outcome.deleted = deletes.count { !$0.isDocument }
        outcome.bytes = plan.bytes
        return outcome.capped
    }

    private mutating func perform(reporter: Reporter) async throws {
        let pruned = prunedDocuments()
        let documents = documents() + pruned
        var landing = try LandingCheck(sink)
        try landing.check(plan.new + plan.replaced + documents)
        var installer = try installer(pruning: pruned)
        var merged = try merge(documents, with: installer, reporter)
        if intent == nil {
            try requireAdopted(merged)
            try requireSavable(merged)
        }
        let first = (plan.new + plan.replaced).count { rules.landing(of: $0) == .placed }
        reporter.begin(.placeFiles, total: Int64(first), unit: .files)
        try reporter.checkCancellation()
        try sink.root.synchronizeFileSystem()
        let journal = try openJournal()
        try journal.noteDocuments(merged.filter(\.changed).map(\.change))
        let placer = FilePlacer(
            sink: sink,
            staged: try StagingArea.tree(of: staged.id),
            kept: try UndoFolder.files(of: staged.id),
            ownership: installer.swap.ownership
        )
        try place(.placed, with: placer, reporter)
        for index in merged.indices { try installer.keepOld(of: &merged[index]) }
        try sink.root.synchronizeFileSystem()
        installer.files = packageFiles()
        try await install(merged, with: installer, journal, reporter)
        try sink.root.synchronizeFileSystem()
        try placeLast(with: placer, reporter)
        try delete(with: placer, reporter)
        try noteFound(by: placer)
        try confirmPlaced()
        change.declined = declinedDeletes
        change.cancelled = cancelledDeletes
        accepted.fold(change)
    }

    /// The documents to merge: all but those of which nothing is left to do or to remember.
    private func documents() -> [Entry] {
        let manifest = staged.head.manifest
        let losing = losingPackages
        let settled = plan.unchanged.filter { entry in
            guard !losing.contains(entry.package) else { return false }
            let known = accepted.document(at: entry.path, from: manifest.repository.uuid)
            return known.map { $0.sequence >= manifest.sequence } ?? false
        }
        let away = plan.kept.map(\.entry) + plan.obstructed.values.flatMap(\.self)
        let paths = Set((settled + away).map(\.path))
        return manifest.files.map(\.entry).filter { rules.landing(of: $0) == .merged && !paths.contains($0.path) }
    }

    private mutating func openJournal() throws -> ImportJournal {
        if let intent {
            exchanged = intent.replaced
            documentChanges = intent.documents
            return try ImportJournal.resume(in: engine.folder)
        }
        // What it did when it was not the last one cannot be told from what came after.
        if !isRepeated { try undo.remove() }
        try engine.log.rotate()
        let replaced = plan.replaced.compactMap { entry in
            live.file(at: entry.path).map { (entry.path, $0.sha512) }
        }
        let intent = ImportJournal.Intent(
            importID: staged.id,
            logSize: try engine.log.size,
            placed: Set(plan.new.map(\.path)),
            replaced: Dictionary(replaced) { first, _ in first },
            deleted: Dictionary(deletes.map { ($0.path, $0.sha512) }) { first, _ in first }
        )
        exchanged = intent.replaced
        return try ImportJournal.begin(intent, in: engine.folder)
    }

    /// Gives indexes their names once all they list is in place: rank by rank, each durable before the next, so that
    /// nobody ever sees one without what is in it, whatever a crash leaves behind.
    private mutating func placeLast(with placer: FilePlacer, _ reporter: Reporter) throws {
        let files = (plan.new + plan.replaced + interruptedExchanges()).map { rules.landing(of: $0) }.filter {
            $0 > .merged
        }
        guard !files.isEmpty else { return }
        reporter.begin(.placeIndexes, total: Int64(files.count), unit: .files)
        for landing in Set(files).sorted() {
            try place(landing, with: placer, reporter)
            try sink.root.synchronizeFileSystem()
        }
    }

    private mutating func place(_ landing: Landing, with placer: FilePlacer, _ reporter: Reporter) throws {
        for entry in plan.new where rules.landing(of: entry) == landing {
            switch try placer.place(entry) {
            case .placed: took(entry, \.placed)
            case .found: find(entry)
            case .kept: keep(entry)
            }
            reporter.advance()
        }
        for entry in plan.replaced + interruptedExchanges() where rules.landing(of: entry) == landing {
            let old = exchanged[entry.path] ?? live.file(at: entry.path)?.sha512 ?? entry.sha512
            switch try placer.replace(entry, expecting: old) {
            case .placed: took(entry, \.replaced)
            case .found: find(entry)
            case .kept: keep(entry)
            }
            reporter.advance()
        }
    }

    /// Files whose exchange a crash cut short: they look unchanged, but the old one was not put away yet.
    private func interruptedExchanges() -> [Entry] {
        guard let intent else { return [] }
        return plan.unchanged.filter { intent.replaced[$0.path] != nil }
    }

    private mutating func took(_ entry: Entry, _ count: WritableKeyPath<ImportOutcome, Int>) {
        change.placed.append(entry)
        outcome[keyPath: count] += 1
        outcome.bytes += entry.size
    }

    /// The site was faster, and what it put there is the same: its own, though the source knows it from now on.
    private mutating func find(_ entry: Entry) {
        change.found.append(entry)
        outcome.unchanged += 1
    }

    private mutating func keep(_ entry: Entry) {
        kept.append(entry)
        note(entry.path, here: nil)
    }

    private mutating func note(_ path: RelativePath, here: SHA512Digest?) {
        if let here { change.conflicts[path] = here }
        outcome.conflicts.append(ImportPlan.sentence(onKept: path))
    }

    private func installer(pruning pruned: [Entry]) throws -> DocumentInstaller {
        let swap = try engine.documentSwap(at: StagingArea.place(of: staged.id), waiting: "merged")
        return DocumentInstaller(
            swap: swap,
            staged: staged,
            records: accepted,
            undo: UndoDocuments(swap: swap, id: staged.id, earlier: try undo.read()),
            files: packageFiles(),
            held: heldFiles(),
            pruned: Set(pruned.map(\.path)),
            gone: Set(deletes.map(\.path)),
            losing: Set(deletes.map(\.place.package))
        )
    }

    private mutating func merge(
        _ documents: [Entry],
        with installer: DocumentInstaller,
        _ reporter: Reporter
    ) throws -> [DocumentInstaller.Merged] {
        guard !documents.isEmpty else { return [] }
        reporter.begin(.mergeDocuments, total: Int64(documents.count), unit: .files)
        return try documents.compactMap { entry in
            if intent == nil { try reporter.checkCancellation() }
            defer { reporter.advance() }
            do {
                return try installer.merge(entry)
            } catch {
                // The rest goes on to its end without the documents that cannot be merged.
                try settle(entry, error)
                return nil
            }
        }
    }

    private mutating func install(
        _ merged: [DocumentInstaller.Merged],
        with installer: DocumentInstaller,
        _ journal: ImportJournal,
        _ reporter: Reporter
    ) async throws {
        guard !merged.isEmpty else { return }
        reporter.begin(.installDocuments, total: Int64(merged.count), unit: .files)
        let changed = Set(kept.map(\.package))
        for document in merged {
            do {
                var current = document
                if changed.contains(document.entry.package) {
                    current = try installer.merge(document.entry)
                    try installer.keepOld(of: &current)
                }
                take(try await installer.install(current, noting: journal))
            } catch {
                try settle(document.entry, error)
            }
            reporter.advance()
        }
    }

    /// A failure that only this document is to blame for is a conflict.
    private mutating func settle(_ entry: Entry, _ error: any Error) throws {
        guard DocumentFault.isOfDocument(error) else { throw error }
        outcome.conflicts.append("\(entry.path): stays as it is, for it could not be merged: \(error)")
    }

    private mutating func take(_ document: DocumentInstaller.Merged) {
        note(document)
        outcome.conflicts += document.conflicts.map { "\(document.entry.path): \($0)" }
        outcome.summary.warnings += document.warnings.map { "\(document.entry.path) \($0)" }
        guard document.changed else { return }
        documentChanges[document.entry.path] = document.change
        outcome.merged += 1
        outcome.bytes += document.entry.size
    }

    /// What the records are to say of a document.
    private mutating func note(_ document: DocumentInstaller.Merged) {
        let path = document.entry.path
        if document.isGone { return change.deleted.append(path) }
        guard !document.isPruned else { return change.pruned.append((path, document.record)) }
        change.documents.append((document.entry, document.record))
    }

    /// Files that were there, among them those that the run before this one placed.
    private mutating func noteFound(by placer: FilePlacer) throws {
        let taken = Set(change.placed.map(\.path))
        for entry in plan.unchanged where rules.landing(of: entry) != .merged && !taken.contains(entry.path) {
            if try wasPlaced(entry, by: placer) { change.placed.append(entry) } else { change.found.append(entry) }
        }
    }

    private func wasPlaced(_ entry: Entry, by placer: FilePlacer) throws -> Bool {
        guard let intent else { return false }
        if intent.replaced[entry.path] != nil { return true }
        return try intent.placed.contains(entry.path) && placer.isPlaced(entry)
    }

    /// What is broken on the near side and has a file here: without one, a version would be listed that nobody can get.
    private func heldFiles() -> [String: Set<String>] {
        let held = staged.head.target.entries.lazy.filter { $0.held && live.file(at: $0.path) != nil }
        return held.reduce(into: [:]) { $0[$1.package, default: []].insert($1.path.lastComponent) }
    }

    private func packageFiles() -> PackageFiles {
        PackageFiles(
            plan,
            live,
            accepted,
            rules: rules,
            source: staged.head.manifest.repository.uuid,
            kept: Set(kept.map(\.path)),
            gone: Set(deletes.map(\.path))
        )
    }

    /// Looks at every placed file in the live tree: what is reported as done must be there.
    private func confirmPlaced() throws {
        for entry in change.placed {
            let location = try sink.location(of: entry.path)
            guard let info = try sink.root.info(location), info.kind == .regular, info.size == entry.size else {
                throw TransferError(.changed, location.string, "vanished right after it was placed")
            }
        }
    }

    /// Throws where the first source of a tree would cut down what is listed here, and nobody said that it may.
    ///
    /// A tree that never took an archive may be a cache, whose documents list what could be fetched yet.
    private func requireAdopted(_ merged: [DocumentInstaller.Merged]) throws {
        guard accepted.sources.isEmpty, !options.adoptSource else { return }
        let cut = merged.filter { $0.cut > 0 }
        guard !cut.isEmpty else { return }
        throw TransferError(
            .adoption,
            "archive \(staged.head.archiveID)",
            "is the first of its source here, and would cut \(cut.count) documents of this storage down to the versions "
                + "whose files are here, leaving out \(cut.reduce(0) { $0 + $1.cut })",
            hint: "Nothing was changed. If this storage is to follow that source, apply it with --adopt-source "
                + "(adopt_source); if it is a cache that goes on fetching, it is the wrong one",
            details: cut.map { "\($0.entry.package) (\($0.cut))" }
        )
    }

    /// Throws when what is to be remembered of this import would be too long to be read again.
    private func requireSavable(_ merged: [DocumentInstaller.Merged]) throws {
        var (expected, change) = (accepted, change)
        change.placed = plan.new + plan.replaced + plan.unchanged.filter { rules.landing(of: $0) != .merged }
        change.documents = merged.map { ($0.entry, $0.record) }
        expected.fold(change)
        try engine.records.requireSavable(expected)
    }

    private var isNewest: Bool { accepted.target?.archiveID == staged.head.archiveID }
}
