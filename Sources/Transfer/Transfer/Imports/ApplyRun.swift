import Crypto
import JSON
import Posix
import Reporting
import Spooling
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
    private(set) var exchanged: SpooledMap<RelativePath, SHA512Digest> = [:]
    /// Documents that got other content, whichever run gave it to them.
    private(set) var documentChanges: SpooledMap<RelativePath, ImportJournal.DocumentChange> = [:]

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
        let target = isNewest ? staged.head.target : nil
        await engine.issueReceipt(for: outcome, knowing: (accepted, target), reporter: reporter)
        try ImportJournal.end(in: engine.folder)
        return outcome.capped
    }

    /// What would come of it, as far as that shows before documents are merged.
    func outlook() throws -> ImportOutcome {
        var landing = try LandingCheck(sink)
        try landing.check([plan.new, plan.replaced, documents()].joined())
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
        let documents = try documents()
        var landing = try LandingCheck(sink)
        try landing.check([plan.new, plan.replaced, documents, SpooledList(pruned)].joined())
        var installer = try installer(pruning: pruned)
        var merged = try merge([documents, SpooledList(pruned)], with: installer, reporter)
        if intent == nil {
            try requireAdopted(merged)
            try requireSavable(merged)
        }
        let first = [plan.new, plan.replaced].joined().count { rules.landing(of: $0) == .placed }
        reporter.begin(.placeFiles, total: Int64(first), unit: .files)
        try reporter.checkCancellation()
        try sink.root.synchronizeFileSystem()
        let journal = try openJournal()
        try journal.noteDocuments(merged.lazy.filter(\.changed).map(\.change))
        let placer = FilePlacer(
            sink: sink,
            staged: try StagingArea.tree(of: staged.id),
            kept: try UndoFolder.files(of: staged.id),
            ownership: installer.swap.ownership
        )
        try place(.placed, with: placer, reporter)
        let waiting = merged
        merged = try .build { kept in
            for var document in waiting {
                try installer.keepOld(of: &document)
                try kept.append(document)
            }
        }
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
        try accepted.fold(change)
    }

    /// The documents to merge: all but those of which nothing is left to do or to remember.
    private func documents() throws -> SpooledList<Entry> {
        let manifest = staged.head.manifest
        let losing = losingPackages
        let away = Set((plan.kept.map(\.entry) + plan.obstructed.values.flatMap(\.self)).map(\.path))
        return try .build { documents in
            for file in manifest.files.elements(at: rules.range(of: .merged, in: manifest.files)) {
                let entry = file.entry
                guard !away.contains(entry.path) else { continue }
                let known = accepted.document(at: entry.path, from: manifest.repository.uuid)
                let isRemembered = known.map { $0.sequence >= manifest.sequence } ?? false
                if isRemembered, !losing.contains(entry.package), isUnchanged(entry) { continue }
                try documents.append(entry)
            }
        }
    }

    /// Whether nothing is to be done about a document.
    private func isUnchanged(_ document: Entry) -> Bool {
        let index = plan.unchanged.firstIndex {
            let landing = rules.landing(of: $0)
            return landing < .merged || landing == .merged && $0.path < document.path
        }
        return index < plan.unchanged.count && plan.unchanged[index].path == document.path
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
        var placed: SpooledMap<RelativePath, Present> = [:]
        for entry in plan.new { try placed.insert(entry.path) }
        var replaced: SpooledMap<RelativePath, SHA512Digest> = [:]
        for entry in plan.replaced {
            if let here = live.file(at: entry.path) { try replaced.set(entry.path, here.sha512) }
        }
        let intent = ImportJournal.Intent(
            importID: staged.id,
            logSize: try engine.log.size,
            placed: placed,
            replaced: replaced,
            deleted: SpooledMap(deletes.map { ($0.path, $0.sha512) })
        )
        exchanged = intent.replaced
        return try ImportJournal.begin(intent, in: engine.folder)
    }

    /// Gives indexes their names once all they list is in place: rank by rank, each durable before the next, so that
    /// nobody ever sees one without what is in it, whatever a crash leaves behind.
    private mutating func placeLast(with placer: FilePlacer, _ reporter: Reporter) throws {
        let lists = [plan.new, plan.replaced, try interruptedExchanges()]
        var landings: Set<Landing> = []
        var count = 0
        for entry in lists.joined() where rules.landing(of: entry) > .merged {
            landings.insert(rules.landing(of: entry))
            count += 1
        }
        guard count > 0 else { return }
        reporter.begin(.placeIndexes, total: Int64(count), unit: .files)
        for landing in landings.sorted() {
            try place(landing, with: placer, reporter)
            try sink.root.synchronizeFileSystem()
        }
    }

    private mutating func place(_ landing: Landing, with placer: FilePlacer, _ reporter: Reporter) throws {
        for entry in plan.new where rules.landing(of: entry) == landing {
            switch try placer.place(entry) {
            case .placed: try took(entry, \.placed)
            case .found: try find(entry)
            case .kept: keep(entry)
            }
            reporter.advance()
        }
        for entry in [plan.replaced, try interruptedExchanges()].joined() where rules.landing(of: entry) == landing {
            let old = exchanged[entry.path] ?? live.file(at: entry.path)?.sha512 ?? entry.sha512
            switch try placer.replace(entry, expecting: old) {
            case .placed: try took(entry, \.replaced)
            case .found: try find(entry)
            case .kept: keep(entry)
            }
            reporter.advance()
        }
    }

    /// Files whose exchange a crash cut short: they look unchanged, but the old one was not put away yet.
    private func interruptedExchanges() throws -> SpooledList<Entry> {
        guard let intent, !intent.replaced.isEmpty else { return [] }
        return try .build { entries in
            for entry in plan.unchanged where intent.replaced[entry.path] != nil { try entries.append(entry) }
        }
    }

    private mutating func took(_ entry: Entry, _ count: WritableKeyPath<ImportOutcome, Int>) throws {
        try change.placed.set(entry.path, entry)
        outcome[keyPath: count] += 1
        outcome.bytes += entry.size
    }

    /// The site was faster, and what it put there is the same: its own, though the source knows it from now on.
    private mutating func find(_ entry: Entry) throws {
        try change.found.set(entry.path, entry)
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
            documents: try engine.documents(of: staged),
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
        _ documents: [SpooledList<Entry>],
        with installer: DocumentInstaller,
        _ reporter: Reporter
    ) throws -> SpooledList<DocumentInstaller.Merged> {
        let count = documents.reduce(0) { $0 + $1.count }
        guard count > 0 else { return [] }
        reporter.begin(.mergeDocuments, total: Int64(count), unit: .files)
        var merged = SpooledListBuilder<DocumentInstaller.Merged>()
        for entry in documents.joined() {
            if intent == nil { try reporter.checkCancellation() }
            do {
                try merged.append(installer.merge(entry))
            } catch {
                // The rest goes on to its end without the documents that cannot be merged.
                try settle(entry, error)
            }
            reporter.advance()
        }
        return try merged.finish()
    }

    private mutating func install(
        _ merged: SpooledList<DocumentInstaller.Merged>,
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
                try take(await installer.install(current, noting: journal))
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

    private mutating func take(_ document: DocumentInstaller.Merged) throws {
        try note(document)
        outcome.conflicts += document.conflicts.map { "\(document.entry.path): \($0)" }
        outcome.summary.warnings += document.warnings.map { "\(document.entry.path) \($0)" }
        guard document.changed else { return }
        try documentChanges.set(document.entry.path, document.change)
        outcome.merged += 1
        outcome.bytes += document.entry.size
    }

    /// What the records are to say of a document.
    private mutating func note(_ document: DocumentInstaller.Merged) throws {
        let path = document.entry.path
        if document.isGone { return change.deleted.append(path) }
        guard !document.isPruned else { return change.pruned.append((path, document.record)) }
        let merged = MergedDocument(entry: document.entry, record: document.record)
        try change.documents.set(path, merged)
    }

    /// Files that were there, among them those that the run before this one placed.
    private mutating func noteFound(by placer: FilePlacer) throws {
        for entry in plan.unchanged where rules.landing(of: entry) != .merged && change.placed[entry.path] == nil {
            if try wasPlaced(entry, by: placer) {
                try change.placed.set(entry.path, entry)
            } else {
                try change.found.set(entry.path, entry)
            }
        }
    }

    private func wasPlaced(_ entry: Entry, by placer: FilePlacer) throws -> Bool {
        guard let intent else { return false }
        if intent.replaced[entry.path] != nil { return true }
        return try intent.placed.contains(entry.path) && placer.isPlaced(entry)
    }

    /// What is broken on the near side and has a file here: without one, a version would be listed that nobody can get.
    private func heldFiles() -> [String: Set<String>] {
        guard staged.head.target.heldCount > 0 else { return [:] }
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
        for entry in change.placed.values {
            let location = try sink.location(of: entry.path)
            guard let info = try sink.root.info(location), info.kind == .regular, info.size == entry.size else {
                throw TransferError(.changed, location.string, "vanished right after it was placed")
            }
        }
    }

    /// Throws where the first source of a tree would cut down what is listed here, and nobody said that it may.
    ///
    /// A tree that never took an archive may be a cache, whose documents list what could be fetched yet.
    private func requireAdopted(_ merged: SpooledList<DocumentInstaller.Merged>) throws {
        guard accepted.sources.isEmpty, !options.adoptSource else { return }
        let cut = merged.lazy.filter { $0.cut > 0 }.map { (package: $0.entry.package, count: $0.cut) }
        guard !cut.isEmpty else { return }
        throw TransferError(
            .adoption,
            "archive \(staged.head.archiveID)",
            "is the first of its source here, and would cut \(cut.count) documents of this storage down to the versions "
                + "whose files are here, leaving out \(cut.reduce(0) { $0 + $1.count })",
            hint: "Nothing was changed. If this storage is to follow that source, apply it with --adopt-source "
                + "(adopt_source); if it is a cache that goes on fetching, it is the wrong one",
            details: cut.map { "\($0.package) (\($0.count))" }
        )
    }

    /// Throws when what is to be remembered of this import would be too long to be read again.
    private func requireSavable(_ merged: SpooledList<DocumentInstaller.Merged>) throws {
        guard try !isSurelySavable(merged) else { return }
        var (expected, change) = (accepted, change)
        for entry in [plan.new, plan.replaced, plan.unchanged].joined() where rules.landing(of: entry) != .merged {
            try change.placed.set(entry.path, entry)
        }
        for document in merged {
            let remembered = MergedDocument(entry: document.entry, record: document.record)
            try change.documents.set(document.entry.path, remembered)
        }
        try expected.fold(change)
        try engine.records.requireSavable(expected)
    }

    /// Whether there is room for all of it even if nothing takes the place of anything: then the records need not be put
    /// together to find out how long they become.
    private func isSurelySavable(_ merged: SpooledList<DocumentInstaller.Merged>) throws -> Bool {
        var most = try engine.records.size + change.conflicts.keys.reduce(0) { $0 + AcceptedRecords.mostBytes(of: $1) }
        for entry in [plan.new, plan.replaced, plan.unchanged].joined() {
            most += AcceptedRecords.mostBytes(of: entry.path)
        }
        for document in merged {
            most += AcceptedRecords.mostBytes(of: document.entry.path) + document.record.encoded().count
        }
        return most <= engine.records.limit
    }

    private var isNewest: Bool { accepted.target?.archiveID == staged.head.archiveID }
}
