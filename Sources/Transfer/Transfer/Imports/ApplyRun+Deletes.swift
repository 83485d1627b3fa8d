import Crypto
import Posix
import Reporting
import Spooling

/// What goes because the source has it no more, where that is asked for.
extension ApplyRun {
    /// What this run lets go: what is due now, or what the run before it began with.
    static func deletes(
        _ plan: ImportPlan,
        _ options: ApplyOptions,
        _ intent: ImportJournal.Intent?,
        sink: any TreeSink
    ) throws -> [ImportPlan.Delete] {
        guard let intent else { return options.delete ? plan.deletes : [] }
        return intent.deleted.compactMap { path, sha512 in
            sink.rules.place(of: path).map { place in
                let isDocument = sink.rules.landing(of: place.kind) == .merged
                return .init(path: path, place: place, isDocument: isDocument, sha512: sha512, sequence: 0)
            }
        }
    }

    /// Packages that lose files which the records still list: a run that was interrupted may have come further.
    var losingPackages: Set<String> {
        let source = staged.head.manifest.repository.uuid
        let listed = deletes.filter { delete in
            accepted.files[delete.path] != nil || accepted.document(at: delete.path, from: source) != nil
        }
        return Set(listed.map(\.place.package))
    }

    /// The documents of packages that lose files, where the archive brings none.
    func prunedDocuments() -> [Entry] {
        let losing = losingPackages
        guard !losing.isEmpty else { return [] }
        let carried = Set(staged.head.manifest.files.lazy.map(\.entry.path))
        let source = staged.head.manifest.repository.uuid
        return accepted.documents.filter { $0.key.source == source }.compactMap { key, document -> Entry? in
            guard let place = sink.rules.place(of: key.path), losing.contains(place.package) else { return nil }
            guard !carried.contains(key.path) else { return nil }
            return Entry(
                path: key.path,
                size: 0,
                sha512: document.sha512,
                kind: place.kind,
                package: place.package,
                version: nil
            )
        }.sorted { $0.path < $1.path }
    }

    /// Removes files, once no document lists them any more.
    mutating func delete(with placer: FilePlacer, _ reporter: Reporter) throws {
        let files = deletes.filter { !$0.isDocument }
        guard !files.isEmpty else { return }
        reporter.begin(.removeFiles, total: Int64(files.count), unit: .files)
        for file in files {
            if try placer.remove(file.path, expecting: file.sha512) {
                change.deleted.append(file.path)
                outcome.deleted += 1
            } else {
                outcome.conflicts.append(ImportPlan.sentence(onStaying: file.path))
            }
            reporter.advance()
        }
        try placer.removeEmptyFolders(above: files.map(\.path))
        try sink.root.synchronizeFileSystem()
    }

    /// What was to go and is listed again.
    var cancelledDeletes: [RelativePath] {
        let head = staged.head
        return accepted.pending.filter { path, pending in
            pending.source == head.manifest.repository.uuid && pending.sequence < head.manifest.sequence
                && head.target.entry(at: path) != nil
        }.map(\.key)
    }

    /// What was left for later.
    var declinedDeletes: [RelativePath: AcceptedRecords.Pending] {
        guard deletes.isEmpty else { return [:] }
        let source = staged.head.manifest.repository.uuid
        let pairs = plan.deletes.map { delete in
            let pending = AcceptedRecords.Pending(sha512: delete.sha512, source: source, sequence: delete.sequence)
            return (delete.path, pending)
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
