import Crypto
import JSON
import Posix
import Reporting

/// One apply, from the journal to the records. Tarballs come before metadata, and nothing is forgotten in between.
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
    private var placed: [Entry] = []
    private var conflicts: [RelativePath: SHA512Digest] = [:]
    private var journal: ImportJournal?

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
        let tree = try sink.root.subdirectory(StagingArea.tree(of: staged.id))
        let ownership = try Ownership(of: sink.root, probing: tree)
        try sink.root.synchronizeFileSystem()
        let journal = try openJournal()
        self.journal = journal
        try placeFiles(ownership, reporter)
        try sink.root.synchronizeFileSystem()
        let outcomes = try await installDocuments(ownership, journal, accepted, reporter)
        try sink.root.synchronizeFileSystem()
        try await sink.placed(confirmPlaced())
        fold(outcomes, into: &accepted)
        try engine.records.save(accepted, target: isNewest(accepted) ? staged.head.target : nil)
        return result
    }

    /// Ends the journal once everything is recorded, and drops older undo folders.
    func finish() throws {
        try journal?.end()
        let undo = try RelativePath("undo")
        guard try engine.folder.directory.info(undo)?.kind == .directory else { return }
        let folder = try engine.folder.directory.subdirectory(undo)
        for entry in try folder.entries() where entry.name != staged.id { try folder.removeAll(RelativePath(entry.name)) }
    }

    private func openJournal() throws -> ImportJournal {
        if intent != nil { return try ImportJournal.resume(in: engine.folder) }
        let replaced = plan.replaced.compactMap { entry in
            live.file(at: entry.path).map { (entry.path, $0.sha512) }
        }
        let intent = ImportJournal.Intent(
            importID: staged.id,
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
        placed.append(entry)
        result.placed += 1
        result.bytes += entry.size
    }

    private mutating func tookReplaced(_ entry: Entry) {
        placed.append(entry)
        result.replaced += 1
        result.bytes += entry.size
    }

    private mutating func note(_ path: RelativePath, here: SHA512Digest?) {
        if let here { conflicts[path] = here }
        result.conflicts.append("\(path): the site's own file stays, the archive brings another")
    }

    private mutating func installDocuments(
        _ ownership: Ownership,
        _ journal: ImportJournal,
        _ accepted: AcceptedRecords,
        _ reporter: Reporter
    ) async throws -> [DocumentInstaller.Outcome] {
        let documents = staged.head.manifest.files.map(\.entry).filter { $0.kind != .file }
        reporter.begin(step: "merge packuments", total: Int64(documents.count), unit: .files)
        let installer = DocumentInstaller(
            sink: sink,
            staged: staged,
            ownership: ownership,
            records: accepted,
            journal: journal,
            files: packageFiles(accepted),
            held: heldFiles()
        )
        var outcomes: [DocumentInstaller.Outcome] = []
        var start = documents.startIndex
        while start < documents.endIndex {
            let end = min(start + Self.batch, documents.endIndex)
            outcomes += try await installer.install(documents[start..<end], reporter: reporter)
            start = end
        }
        for outcome in outcomes { count(outcome) }
        return outcomes
    }

    private mutating func count(_ outcome: DocumentInstaller.Outcome) {
        if outcome.changed {
            result.merged += 1
            result.bytes += outcome.entry.size
        }
        result.conflicts += outcome.conflicts.map { "\(outcome.entry.path): \($0)" }
    }

    private func heldFiles() -> [String: Set<String>] {
        staged.head.target.entries.reduce(into: [:]) { found, entry in
            if entry.held { found[entry.package, default: []].insert(entry.path.lastComponent) }
        }
    }

    /// The files of each package as they are now that the archive's were placed.
    private func packageFiles(_ accepted: AcceptedRecords) -> @Sendable (String) -> [OwnedFile] {
        let source = staged.head.manifest.repository.uuid
        let brought = Dictionary(grouping: placed + plan.unchanged.filter { $0.kind == .file }, by: \.package)
        let live = live
        let files = accepted.files
        return { package in
            let fresh = (brought[package] ?? []).map { entry in
                let file = LiveFile(path: entry.path, sha512: entry.sha512, sha1: nil, isIntact: true)
                return OwnedFile(file: file, isSource: true)
            }
            let replaced = Set(fresh.map(\.file.path))
            let others = live.files(of: package).filter { !replaced.contains($0.path) }.map { file in
                OwnedFile(file: file, isSource: files[file.path]?.source == source)
            }
            return (fresh + others).sorted { $0.file.path < $1.file.path }
        }
    }

    /// Looks at every placed file in the live tree: what is reported as done must be there.
    private func confirmPlaced() throws -> [PlacedFile] {
        try placed.map { entry in
            let location = try sink.location(of: entry.path)
            guard let info = try sink.root.info(location), info.kind == .regular, info.size == entry.size else {
                throw TransferError(.changed, location.string, "vanished right after it was placed")
            }
            return PlacedFile(entry: entry, info: info)
        }
    }

    private func isNewest(_ accepted: AcceptedRecords) -> Bool { accepted.target?.archiveID == staged.head.archiveID }

    private func fold(_ outcomes: [DocumentInstaller.Outcome], into accepted: inout AcceptedRecords) {
        let manifest = staged.head.manifest
        let source = manifest.repository.uuid
        if !accepted.sources.contains(source) { accepted.sources.append(source) }
        for entry in placed { own(entry, prior: false, &accepted) }
        for entry in plan.unchanged where entry.kind == .file { own(entry, prior: !wasPlaced(entry), &accepted) }
        for (path, here) in conflicts { accepted.conflicts[path] = here }
        for outcome in outcomes { remember(outcome, &accepted) }
        guard accepted.target.map({ $0.source != source || $0.sequence <= manifest.sequence }) ?? true else { return }
        accepted.target = .init(
            snapshot: manifest.target,
            source: source,
            sequence: manifest.sequence,
            archiveID: staged.head.archiveID
        )
    }

    private func wasPlaced(_ entry: Entry) -> Bool {
        intent.map { $0.placed.contains(entry.path) || $0.replaced[entry.path] != nil } ?? false
    }

    private func own(_ entry: Entry, prior: Bool, _ accepted: inout AcceptedRecords) {
        let sequence = staged.head.manifest.sequence
        accepted.conflicts[entry.path] = nil
        let known = accepted.files[entry.path].flatMap { $0.sha512 == entry.sha512 ? $0 : nil }
        accepted.files[entry.path] = .init(
            sha512: entry.sha512,
            source: staged.head.manifest.repository.uuid,
            sequence: max(known?.sequence ?? 0, sequence),
            prior: known?.prior ?? prior
        )
    }

    private func remember(_ outcome: DocumentInstaller.Outcome, _ accepted: inout AcceptedRecords) {
        let sequence = staged.head.manifest.sequence
        let known = accepted.documents[outcome.entry.path]
        let isNewer = (known?.sequence ?? 0) <= sequence
        accepted.documents[outcome.entry.path] = .init(
            sha512: isNewer ? outcome.entry.sha512 : known?.sha512 ?? outcome.entry.sha512,
            source: staged.head.manifest.repository.uuid,
            sequence: max(known?.sequence ?? 0, sequence),
            record: outcome.record
        )
    }
}
