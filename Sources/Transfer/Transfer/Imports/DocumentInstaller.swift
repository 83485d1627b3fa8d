import Crypto
import JSON
import Posix
import Reporting

/// Merges documents and installs them one by one under the lock that the registry obeys.
struct DocumentInstaller {
    private static let limit = 64 << 20

    let sink: any TreeSink
    let staged: StagedImport
    let ownership: Ownership
    let lock: RegistryLock
    let records: AcceptedRecords
    let journal: ImportJournal
    /// The files of each package as they are after placing.
    let files: @Sendable (String) -> [OwnedFile]
    /// The names of the files that the target holds as broken, by package.
    let held: [String: Set<String>]

    /// What became of one document.
    struct Outcome: Sendable {
        let entry: Entry
        let record: JSONValue
        let changed: Bool
        let conflicts: [String]
    }

    /// A merged document that waits beside the live one.
    private struct Prepared {
        let entry: Entry
        let location: RelativePath
        let base: FileInfo?
        let old: SHA512Digest?
        let bytes: [UInt8]?
        let result: MergeResult
        let changed: Bool
    }

    /// Installs a batch: merges all, makes them durable at once, then renames each into place.
    func install(_ batch: ArraySlice<Entry>, reporter: Reporter) async throws -> [Outcome] {
        var prepared: [Prepared] = []
        for entry in batch { prepared.append(try prepare(entry)) }
        let changed = prepared.filter(\.changed)
        if !changed.isEmpty {
            try sink.root.synchronizeFileSystem()
            try journal.noteDocuments(changed.map { ($0.entry.path, $0.old, SHA512.hash($0.bytes ?? [])) })
        }
        var outcomes: [Outcome] = []
        for item in prepared {
            outcomes.append(item.changed ? try await swap(item) : outcome(of: item))
            reporter.advance()
        }
        return outcomes
    }

    private func prepare(_ entry: Entry) throws -> Prepared {
        let location = try sink.location(of: entry.path)
        let (local, base) = try read(location)
        let incoming = try sink.root.open(StagingArea.tree(of: staged.id).appending(entry.path)).readAll(
            limit: Self.limit
        )
        let result = try sink.merger.merge(try request(entry, local, incoming))
        let changed = result.bytes != nil && result.bytes != local
        if changed, let bytes = result.bytes { try writeMerged(bytes, entry.path) }
        return Prepared(
            entry: entry,
            location: location,
            base: base,
            old: local.map { SHA512.hash($0) },
            bytes: result.bytes,
            result: result,
            changed: changed
        )
    }

    private func request(_ entry: Entry, _ local: [UInt8]?, _ incoming: [UInt8]) throws -> MergeRequest {
        let known = files(entry.package)
        // Looked for after the document was read: what that lists by now has its file by now.
        let fresh = try sink.newFiles(of: entry.package, beyond: Set(known.map(\.file.path)))
        return MergeRequest(
            entry: entry,
            local: local,
            incoming: incoming,
            sequence: staged.head.manifest.sequence,
            record: records.document(at: entry.path, from: staged.head.manifest.repository.uuid)?.record,
            files: known + fresh.map { OwnedFile(file: $0, isSource: false) },
            held: held[entry.package] ?? []
        )
    }

    private func read(_ location: RelativePath) throws -> ([UInt8]?, FileInfo?) {
        guard let info = try sink.root.info(location) else { return (nil, nil) }
        guard info.kind == .regular else {
            throw TransferError(.refused, location.string, "is in the storage but is not a plain file")
        }
        let file = try sink.root.open(location)
        // The times are taken first: whatever changes while it is read then shows.
        let base = try file.info()
        return (try file.readAll(limit: Self.limit), base)
    }

    private func writeMerged(_ bytes: [UInt8], _ path: RelativePath) throws {
        let merged = try Self.merged(staged.id).appending(path)
        if let parent = merged.parent { try sink.root.makeDirectories(parent) }
        if try sink.root.info(merged) != nil { try sink.root.unlink(merged) }
        let file = try sink.root.create(merged)
        try file.write(bytes)
        try file.close()
        try ownership.apply(to: merged, in: sink.root, isFolder: false)
    }

    private static func merged(_ id: String) throws -> RelativePath {
        try StagingArea.place(of: id).appending("merged")
    }

    private func swap(_ item: Prepared) async throws -> Outcome {
        try ownership.makeFolder(of: item.location, in: sink.root)
        let name = try sink.lock(for: item.location)
        try await lock.take(name)
        let outcome = Result { try swapLocked(item) }
        let release = Result { try lock.release(name) }
        let value = try outcome.get()
        try release.get()
        return value
    }

    /// Makes sure that the document is still what was merged from, else merges again, and renames.
    private func swapLocked(_ item: Prepared) throws -> Outcome {
        var item = item
        if try sink.root.info(item.location) != item.base {
            item = try prepare(item.entry)
            guard item.changed else { return outcome(of: item) }
            try sink.root.synchronizeFileSystem()
            try journal.noteDocuments([(item.entry.path, item.old, SHA512.hash(item.bytes ?? []))])
        }
        try keepOld(item)
        let merged = try Self.merged(staged.id).appending(item.entry.path)
        try sink.root.rename(merged, to: item.location)
        return outcome(of: item)
    }

    private func keepOld(_ item: Prepared) throws {
        guard item.base != nil else { return }
        let undo = try FilePlacer.undo(of: staged.id).appending(item.entry.path)
        if let parent = undo.parent { try sink.root.makeDirectories(parent) }
        do {
            try sink.root.link(item.location, to: undo)
        } catch  where error.errno == .exists {
            return
        }
    }

    private func outcome(of item: Prepared) -> Outcome {
        Outcome(
            entry: item.entry,
            record: item.result.record,
            changed: item.changed,
            conflicts: item.result.conflicts
        )
    }
}
