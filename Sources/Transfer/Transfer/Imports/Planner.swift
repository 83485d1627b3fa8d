import Posix
import Spooling

/// Decides, file by file, what an archive does to a tree (docs/formats/import.md, "Order").
///
/// Pure.
struct Planner {
    let head: ArchiveHead
    let live: any LiveTree
    let records: AcceptedRecords
    private let rules: any ContentRules
    /// The newest accepted target from this source, if its archive is newer than this one.
    private let newer: Snapshot?
    /// What lies in the place of an entry and is no plain file, as a clause.
    private let oddness: (Entry) throws -> String?

    init(
        head: ArchiveHead,
        live: any LiveTree,
        records: AcceptedRecords,
        target: Snapshot?,
        rules: any ContentRules,
        oddness: @escaping (Entry) throws -> String? = { _ in nil }
    ) {
        self.head = head
        self.oddness = oddness
        self.rules = rules
        self.live = live
        self.records = records
        let isNewer = records.sequence(of: head.manifest.repository.uuid) > head.manifest.sequence
        newer = isNewer ? target : nil
    }

    func plan() throws -> ImportPlan {
        var lists = Lists(archiveID: head.archiveID)
        for file in head.manifest.files {
            if isMerged(file.entry) { try planDocument(file.entry, &lists) } else { try planFile(file.entry, &lists) }
        }
        var carried = try MemberRuns(head.manifest.files).makeIterator()
        var next = carried.next()
        for entry in head.target.entries {
            if next?.path == entry.path { next = carried.next(); continue }
            guard !entry.held, !isHere(entry) else { continue }
            guard let cause = try hindrance(of: entry) else { try lists.missing.append(entry); continue }
            lists.plan.unusable.append(ImportPlan.Kept(entry: entry, cause: cause))
        }
        var plan = try lists.finish()
        plan.deletes = deletes()
        return plan
    }

    /// A plan that is being made.
    private struct Lists {
        var plan: ImportPlan
        var new = SpooledListBuilder<Entry>()
        var replaced = SpooledListBuilder<Entry>()
        var unchanged = SpooledListBuilder<Entry>()
        var superseded = SpooledListBuilder<Entry>()
        var documents = SpooledListBuilder<Entry>()
        var missing = SpooledListBuilder<Entry>()

        init(archiveID: String) { plan = ImportPlan(archiveID: archiveID) }

        consuming func finish() throws -> ImportPlan {
            var plan = plan
            plan.new = try new.finish()
            plan.replaced = try replaced.finish()
            plan.unchanged = try unchanged.finish()
            plan.superseded = try superseded.finish()
            plan.documents = try documents.finish()
            plan.missing = try missing.finish()
            return plan
        }
    }

    /// What this archive or an earlier one of its source says is gone, as far as it is the source's, unchanged, and in no
    /// newer list.
    private func deletes() -> [ImportPlan.Delete] {
        guard head.manifest.scope != .partial else { return [] }
        var announced = records.pending.filter { $0.value.source == source }
        for delete in head.manifest.deletes {
            announced[delete.path] = .init(sha512: delete.sha512, source: source, sequence: head.manifest.sequence)
        }
        let newest = newer ?? head.target
        return announced.compactMap { path, pending in
            guard newest.entry(at: path) == nil, let place = rules.place(of: path) else { return nil }
            guard isDue(path, place, pending) else { return nil }
            return ImportPlan.Delete(
                path: path,
                place: place,
                isDocument: rules.landing(of: place.kind) == .merged,
                sha512: pending.sha512,
                sequence: pending.sequence
            )
        }.sorted { $0.path < $1.path }
    }

    private func isDue(_ path: RelativePath, _ place: EntryPlace, _ pending: AcceptedRecords.Pending) -> Bool {
        if rules.landing(of: place.kind) == .merged {
            guard let record = records.document(at: path, from: source) else { return false }
            return record.sha512 == pending.sha512 && record.sequence < pending.sequence
        }
        guard let record = records.files[path], record.source == source, !record.prior else { return false }
        guard record.sha512 == pending.sha512, record.sequence < pending.sequence else { return false }
        return live.file(at: path)?.sha512 == record.sha512
    }

    private func isMerged(_ entry: Entry) -> Bool { rules.landing(of: entry) == .merged }

    private var source: String { head.manifest.repository.uuid }

    private func planFile(_ entry: Entry, _ lists: inout Lists) throws {
        let here = live.file(at: entry.path)
        if here?.sha512 == entry.sha512 { return try lists.unchanged.append(entry) }
        if Self.isSuperseded(entry, by: newer) { return try lists.superseded.append(entry) }
        guard let here else {
            guard let cause = try hindrance(of: entry) else { return try lists.new.append(entry) }
            return lists.plan.kept.append(ImportPlan.Kept(entry: entry, cause: cause))
        }
        switch verdict(on: entry, here: here) {
        case .replace: try lists.replaced.append(entry)
        case .superseded: try lists.superseded.append(entry)
        case .conflict:
            lists.plan.conflicts.append(.init(path: entry.path, here: here.sha512, incoming: entry.sha512))
        }
    }

    private enum Verdict { case replace, superseded, conflict }

    /// What becomes of a file that is there with other content.
    private func verdict(on entry: Entry, here: LiveFile) -> Verdict {
        guard let record = records.files[entry.path], record.source == source else { return .conflict }
        let isOurs = here.sha512 == record.sha512
        // The source's file was overwritten here: by damage, or by a publication that stands by its own metadata.
        if !isOurs && here.isIntact { return .conflict }
        if !isOurs && entry.sha512 == record.sha512 { return .replace }
        return head.manifest.sequence > record.sequence ? .replace : .superseded
    }

    private func planDocument(_ entry: Entry, _ lists: inout Lists) throws {
        if let cause = try hindrance(of: entry) {
            return lists.plan.kept.append(ImportPlan.Kept(entry: entry, cause: cause))
        }
        guard isUpToDate(entry) else { return try lists.documents.append(entry) }
        try lists.unchanged.append(entry)
    }

    /// Why the site keeps what it has at an entry's place although nobody can use it, with what lies beside it.
    ///
    /// A document that cannot be read is replaced where the source brought it and all that lies beside it.
    private func hindrance(of entry: Entry) throws -> String? {
        guard isMerged(entry) else { return try oddness(entry) }
        let ofSite = live.files(of: entry.package).filter { !records.isFile($0, of: source) }
        let isReplaceable = ofSite.isEmpty && records.document(at: entry.path, from: source) != nil
        let fault = isReplaceable ? nil : live.documentFault(of: entry.package)
        guard let cause = try oddness(entry) ?? fault else { return nil }
        return cause + Self.beside(ofSite.map(\.path.lastComponent).sorted())
    }

    private static func beside(_ names: [String]) -> String {
        guard !names.isEmpty else { return "" }
        let shown = names.prefix(20).map(PathError.printable).joined(separator: ", ")
        let more = names.count > 20 ? " and \(names.count - 20) more" : ""
        return "; beside it \(names.count == 1 ? "lies" : "lie") \(shown)\(more), which no archive brought"
    }

    /// Whether the document, or a newer one, was merged and lists every version that the target has here.
    private func isUpToDate(_ entry: Entry) -> Bool {
        guard let record = records.document(at: entry.path, from: source) else { return false }
        guard record.sha512 == entry.sha512 || record.sequence > head.manifest.sequence else { return false }
        return listsAllVersions(of: entry.package)
    }

    private func listsAllVersions(of package: String) -> Bool {
        live.hasDocument(package) && versions(of: package).isSubset(of: live.versions(of: package))
    }

    /// The versions that the target lists whole and that the site has not of its own.
    private func versions(of package: String) -> Set<String> {
        var found: Set<String> = []
        for entry in head.target.entries(of: package) {
            guard let version = entry.version, !entry.held, !Self.isSuperseded(entry, by: newer),
                !records.isConflict(live.file(at: entry.path))
            else { continue }
            found.insert(version)
        }
        return found
    }

    /// Whether an entry that the archive does not carry is in the tree.
    private func isHere(_ entry: Entry) -> Bool {
        if Self.isSuperseded(entry, by: newer) { return true }
        guard !isMerged(entry) else { return listsAllVersions(of: entry.package) }
        guard let here = live.file(at: entry.path) else { return false }
        return here.sha512 == entry.sha512 || records.isConflict(here)
    }

    /// Whether a newer archive listed this path otherwise, or not at all.
    private static func isSuperseded(_ entry: Entry, by newer: Snapshot?) -> Bool {
        guard let newer else { return false }
        return newer.entry(at: entry.path)?.sha512 != entry.sha512
    }
}
