import Crypto
import JSON
import Posix
import Reporting

/// One apply, from the journal to the records.
///
/// Tarballs come before metadata, and nothing is forgotten in between.
struct ApplyRun {
    /// Documents merged and made durable together.
    private static let batch = 256

    private let engine: ImportEngine
    private let staged: StagedImport
    private let plan: ImportPlan
    private let live: any LiveTree
    /// What an interrupted run had in mind: those files are ours, not the site's.
    private let intent: ImportJournal.Intent?
    private var result: ImportResult
    private var change: AppliedChange

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

    /// Does what the plan says and records it in `accepted`.
    mutating func perform(_ accepted: inout AcceptedRecords, reporter: Reporter) async throws -> ImportResult {
        let documents = documents(accepted)
        var landing = try LandingCheck(sink)
        try landing.check(plan.new + plan.replaced + documents)
        let ownership = try Ownership(of: sink.root, at: StagingArea.workshop(of: staged.id))
        let lock = try engine.lock(of: staged.id)
        try sink.root.synchronizeFileSystem()
        let journal = try openJournal()
        try placeFiles(ownership, reporter)
        try sink.root.synchronizeFileSystem()
        noteFound()
        let installer = installer(ownership, lock, journal, accepted)
        try await install(documents, with: installer, reporter)
        try sink.root.synchronizeFileSystem()
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
        return manifest.files.map(\.entry).filter { $0.kind != .file && !paths.contains($0.path) }
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

    private mutating func placeFiles(_ ownership: Ownership, _ reporter: Reporter) throws {
        let placer = FilePlacer(sink: sink, id: staged.id, ownership: ownership)
        reporter.begin(step: "place files", total: Int64(plan.new.count + plan.replaced.count), unit: .files)
        for entry in plan.new {
            if try placer.place(entry) { took(entry) } else { note(entry.path, here: nil) }
            reporter.advance()
        }
        for entry in plan.replaced + interruptedExchanges() {
            let old = intent?.replaced[entry.path] ?? live.file(at: entry.path)?.sha512 ?? entry.sha512
            if try placer.replace(entry, expecting: old) { tookReplaced(entry) } else { note(entry.path, here: nil) }
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

    private mutating func note(_ path: RelativePath, here: SHA512Digest?) {
        if let here { change.conflicts[path] = here }
        result.conflicts.append("\(path): the site's own file stays, the archive brings another")
    }

    private func installer(
        _ ownership: Ownership,
        _ lock: RegistryLock,
        _ journal: ImportJournal,
        _ accepted: AcceptedRecords
    ) -> DocumentInstaller {
        DocumentInstaller(
            sink: sink,
            staged: staged,
            ownership: ownership,
            lock: lock,
            records: accepted,
            journal: journal,
            files: packageFiles(accepted),
            held: heldFiles()
        )
    }

    private mutating func install(
        _ documents: [Entry],
        with installer: DocumentInstaller,
        _ reporter: Reporter
    ) async throws {
        reporter.begin(step: "merge packuments", total: Int64(documents.count), unit: .files)
        var start = documents.startIndex
        while start < documents.endIndex {
            let end = min(start + Self.batch, documents.endIndex)
            for outcome in try await installer.install(documents[start..<end], reporter: reporter) { take(outcome) }
            start = end
        }
    }

    private mutating func take(_ outcome: DocumentInstaller.Outcome) {
        change.documents.append((outcome.entry, outcome.record))
        result.conflicts += outcome.conflicts.map { "\(outcome.entry.path): \($0)" }
        guard outcome.changed else { return }
        result.merged += 1
        result.bytes += outcome.entry.size
    }

    /// Files that were there, among them those that the run before this one placed.
    private mutating func noteFound() {
        let taken = Set(change.placed.map(\.path))
        for entry in plan.unchanged where entry.kind == .file && !taken.contains(entry.path) {
            if wasPlaced(entry) { change.placed.append(entry) } else { change.found.append(entry) }
        }
    }

    private func wasPlaced(_ entry: Entry) -> Bool {
        intent.map { $0.placed.contains(entry.path) || $0.replaced[entry.path] != nil } ?? false
    }

    private func heldFiles() -> [String: Set<String>] {
        staged.head.target.entries.reduce(into: [:]) { found, entry in
            if entry.held { found[entry.package, default: []].insert(entry.path.lastComponent) }
        }
    }

    /// The files of each package as they are now that the archive's were placed.
    private func packageFiles(_ accepted: AcceptedRecords) -> @Sendable (String) -> [OwnedFile] {
        let source = staged.head.manifest.repository.uuid
        let brought = Dictionary(grouping: change.placed + change.found, by: \.package)
        let live = live
        return { package in
            let fresh = (brought[package] ?? []).map { entry in
                let file = LiveFile(path: entry.path, sha512: entry.sha512, sha1: nil, isIntact: true)
                return OwnedFile(file: file, isSource: true)
            }
            let replaced = Set(fresh.map(\.file.path))
            let others = live.files(of: package).filter { !replaced.contains($0.path) }.map { file in
                OwnedFile(file: file, isSource: accepted.isFile(file, of: source))
            }
            return (fresh + others).sorted { $0.file.path < $1.file.path }
        }
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

    private func isNewest(_ accepted: AcceptedRecords) -> Bool { accepted.target?.archiveID == staged.head.archiveID }
}
