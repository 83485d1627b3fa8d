import Crypto
import JSON
import Posix
import Reporting

/// One apply, from the journal to the records.
///
/// Files come before the documents that list them, indexes and entry points after both, and nothing is forgotten in
/// between.
struct ApplyRun {
    private let engine: ImportEngine
    private let staged: StagedImport
    private let plan: ImportPlan
    private let live: any LiveTree
    /// What an interrupted run had in mind: those files are ours, not the site's.
    private let intent: ImportJournal.Intent?
    private var result: ImportResult
    private var change: AppliedChange
    /// What was not placed, because a file of the site's own was met there.
    private var kept: [Entry] = []

    init(
        engine: ImportEngine,
        staged: StagedImport,
        plan: ImportPlan,
        live: any LiveTree,
        intent: ImportJournal.Intent?
    ) {
        self.engine = engine
        self.staged = staged
        self.plan = plan
        self.live = live
        self.intent = intent
        change = AppliedChange(manifest: staged.head.manifest, archiveID: staged.head.archiveID)
        result = ImportResult(importID: staged.id, target: staged.head.manifest.target)
        result.unchanged = plan.unchanged.count
        result.superseded = plan.superseded.count
        result.missing = plan.missing.map(\.path.string)
        result.pendingDeletes = plan.pendingDeletes
        result.packages = plan.packages.count
        for conflict in plan.conflicts { note(conflict.path, here: conflict.here) }
    }

    private var sink: any TreeSink { engine.sink }
    private var rules: any ContentRules { engine.sink.rules }

    /// Does what the plan says and records it in `accepted`.
    ///
    /// All that can be refused is tried before the journal: what is in that is finished, now or after a restart.
    mutating func perform(_ accepted: inout AcceptedRecords, reporter: Reporter) async throws -> ImportResult {
        let documents = documents(accepted)
        var landing = try LandingCheck(sink)
        try landing.check(plan.new + plan.replaced + documents)
        var installer = try installer(accepted)
        let merged = try merge(documents, with: installer, reporter)
        if intent == nil { try requireSavable(accepted, merged) }
        let first = (plan.new + plan.replaced).count { rules.landing(of: $0) == .placed }
        reporter.begin(.placeFiles, total: Int64(first), unit: .files)
        try reporter.checkCancellation()
        try sink.root.synchronizeFileSystem()
        let journal = try openJournal()
        try journal.noteDocuments(merged.filter(\.changed).map(\.change))
        try place(.placed, installer.ownership, reporter)
        try sink.root.synchronizeFileSystem()
        installer.files = packageFiles(accepted)
        try await install(merged, with: installer, journal, reporter)
        try sink.root.synchronizeFileSystem()
        try placeLast(installer.ownership, reporter)
        noteFound()
        try confirmPlaced()
        accepted.fold(change)
        try engine.records.save(accepted, target: isNewest(accepted) ? staged.head.target : nil)
        return result
    }

    /// What the index of the tree may note, once nothing touches the placed files any more.
    func placedFiles() throws -> [PlacedFile] {
        try change.placed.compactMap { entry in
            try sink.root.info(sink.location(of: entry.path)).map { PlacedFile(entry: entry, info: $0) }
        }
    }

    /// The documents to merge: all but those of which nothing is left to do or to remember.
    private func documents(_ accepted: AcceptedRecords) -> [Entry] {
        let manifest = staged.head.manifest
        let settled = plan.unchanged.filter { entry in
            let known = accepted.document(at: entry.path, from: manifest.repository.uuid)
            return known.map { $0.sequence >= manifest.sequence } ?? false
        }
        let paths = Set(settled.map(\.path))
        return manifest.files.map(\.entry).filter { rules.landing(of: $0) == .merged && !paths.contains($0.path) }
    }

    private func openJournal() throws -> ImportJournal {
        if intent != nil { return try ImportJournal.resume(in: engine.folder) }
        let replaced = plan.replaced.compactMap { entry in
            live.file(at: entry.path).map { (entry.path, $0.sha512) }
        }
        let intent = ImportJournal.Intent(
            importID: staged.id,
            logSize: try engine.records.logSize(),
            placed: Set(plan.new.map(\.path)),
            replaced: Dictionary(replaced) { first, _ in first }
        )
        return try ImportJournal.begin(intent, in: engine.folder)
    }

    /// Gives indexes their names once all they list is in place: rank by rank, each durable before the next, so that
    /// nobody ever sees one without what is in it, whatever a crash leaves behind.
    private mutating func placeLast(_ ownership: Ownership, _ reporter: Reporter) throws {
        let files = (plan.new + plan.replaced + interruptedExchanges()).map { rules.landing(of: $0) }.filter {
            $0 > .merged
        }
        guard !files.isEmpty else { return }
        reporter.begin(.placeIndexes, total: Int64(files.count), unit: .files)
        for landing in Set(files).sorted() {
            try place(landing, ownership, reporter)
            try sink.root.synchronizeFileSystem()
        }
    }

    private mutating func place(_ landing: Landing, _ ownership: Ownership, _ reporter: Reporter) throws {
        let placer = FilePlacer(sink: sink, id: staged.id, ownership: ownership)
        for entry in plan.new where rules.landing(of: entry) == landing {
            if try placer.place(entry) { took(entry) } else { keep(entry) }
            reporter.advance()
        }
        for entry in plan.replaced + interruptedExchanges() where rules.landing(of: entry) == landing {
            let old = intent?.replaced[entry.path] ?? live.file(at: entry.path)?.sha512 ?? entry.sha512
            if try placer.replace(entry, expecting: old) { tookReplaced(entry) } else { keep(entry) }
            reporter.advance()
        }
    }

    /// Files whose exchange a crash cut short: they look unchanged, but the old one was not put away yet.
    private func interruptedExchanges() -> [Entry] {
        guard let intent else { return [] }
        return plan.unchanged.filter { intent.replaced[$0.path] != nil }
    }

    private mutating func took(_ entry: Entry) {
        change.placed.append(entry)
        result.placed += 1
        result.bytes += entry.size
    }

    private mutating func tookReplaced(_ entry: Entry) {
        change.placed.append(entry)
        result.replaced += 1
        result.bytes += entry.size
    }

    private mutating func keep(_ entry: Entry) {
        kept.append(entry)
        note(entry.path, here: nil)
    }

    private mutating func note(_ path: RelativePath, here: SHA512Digest?) {
        if let here { change.conflicts[path] = here }
        result.conflicts.append("\(path): the site's own file stays, the archive brings another")
    }

    private func installer(_ accepted: AcceptedRecords) throws -> DocumentInstaller {
        DocumentInstaller(
            sink: sink,
            staged: staged,
            ownership: try Ownership(of: sink.root, at: StagingArea.workshop(of: staged.id)),
            lock: try engine.lock(of: staged.id),
            records: accepted,
            files: packageFiles(accepted),
            held: heldFiles()
        )
    }

    private mutating func merge(
        _ documents: [Entry],
        with installer: DocumentInstaller,
        _ reporter: Reporter
    ) throws -> [DocumentInstaller.Merged] {
        reporter.begin(.mergeDocuments, total: Int64(documents.count), unit: .files)
        return try documents.compactMap { entry in
            if intent == nil { try reporter.checkCancellation() }
            defer { reporter.advance() }
            do {
                return try installer.merge(entry)
            } catch  where intent != nil {
                // What was interrupted goes on to its end without the documents that cannot be merged any more.
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
        reporter.begin(.installDocuments, total: Int64(merged.count), unit: .files)
        let changed = Set(kept.map(\.package))
        for document in merged {
            do {
                let current = changed.contains(document.entry.package) ? try installer.merge(document.entry) : document
                take(try await installer.install(current, noting: journal))
            } catch {
                try settle(document.entry, error)
            }
            reporter.advance()
        }
    }

    /// Once an import is begun, a failure that only this document is to blame for becomes a conflict.
    private mutating func settle(_ entry: Entry, _ error: any Error) throws {
        guard DocumentFault.isOfDocument(error) else { throw error }
        result.conflicts.append("\(entry.path): stays as it is, for it could not be merged: \(error)")
    }

    private mutating func take(_ document: DocumentInstaller.Merged) {
        change.documents.append((document.entry, document.record))
        result.conflicts += document.conflicts.map { "\(document.entry.path): \($0)" }
        result.warnings += document.warnings.map { "\(document.entry.path) \($0)" }
        guard document.changed else { return }
        result.merged += 1
        result.bytes += document.entry.size
    }

    /// Files that were there, among them those that the run before this one placed.
    private mutating func noteFound() {
        let taken = Set(change.placed.map(\.path))
        for entry in plan.unchanged where rules.landing(of: entry) != .merged && !taken.contains(entry.path) {
            if wasPlaced(entry) { change.placed.append(entry) } else { change.found.append(entry) }
        }
    }

    private func wasPlaced(_ entry: Entry) -> Bool {
        intent.map { $0.placed.contains(entry.path) || $0.replaced[entry.path] != nil } ?? false
    }

    /// What is broken on the near side and has a file here: without one, a version would be listed that nobody can get.
    private func heldFiles() -> [String: Set<String>] {
        let held = staged.head.target.entries.lazy.filter { $0.held && live.file(at: $0.path) != nil }
        return held.reduce(into: [:]) { $0[$1.package, default: []].insert($1.path.lastComponent) }
    }

    private func packageFiles(_ accepted: AcceptedRecords) -> PackageFiles {
        PackageFiles(
            plan,
            live,
            accepted,
            rules: rules,
            source: staged.head.manifest.repository.uuid,
            kept: Set(kept.map(\.path))
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

    /// Throws when what is to be remembered of this import would be too long to be read again.
    private func requireSavable(_ accepted: AcceptedRecords, _ merged: [DocumentInstaller.Merged]) throws {
        var (expected, change) = (accepted, change)
        change.placed = plan.new + plan.replaced + plan.unchanged.filter { rules.landing(of: $0) != .merged }
        change.documents = merged.map { ($0.entry, $0.record) }
        expected.fold(change)
        try engine.records.requireSavable(expected)
    }

    private func isNewest(_ accepted: AcceptedRecords) -> Bool { accepted.target?.archiveID == staged.head.archiveID }
}
