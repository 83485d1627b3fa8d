import Crypto
import JSON
import Posix
import Reporting

/// Merges documents beside the live ones, and installs them one by one under the lock that the registry obeys.
struct DocumentInstaller {
    let sink: any TreeSink
    let staged: StagedImport
    let ownership: Ownership
    let lock: RegistryLock
    let records: AcceptedRecords
    /// The files of each package as they are after placing.
    var files: PackageFiles
    /// The names of the files that the target holds as broken, by package.
    let held: [String: Set<String>]

    /// A merged document that waits in the staging folder.
    struct Merged: Sendable {
        let entry: Entry
        let record: JSONValue
        let conflicts: [String]
        let warnings: [String]
        /// How many entries of the live one it leaves out.
        let cut: Int
        /// Whether it differs from the live one, and so lies in the staging folder.
        let changed: Bool
        /// The contents before and after; `nil` where there is no document.
        let old: SHA512Digest?
        let new: SHA512Digest?
        var change: ImportJournal.DocumentChange { (entry.path, old, new) }

        fileprivate let location: RelativePath
        /// What lay there when it was merged.
        fileprivate let base: FileInfo?
    }

    /// Merges what is live with what the archive brings; what comes out is made durable later.
    func merge(_ entry: Entry) throws -> Merged {
        let location = try sink.location(of: entry.path)
        let (local, base) = try read(location)
        let incoming = try sink.root.open(StagingArea.tree(of: staged.id).appending(entry.path)).readAll(
            limit: ArchiveLimits.merged
        )
        let result = try sink.merger.merge(try request(entry, local, incoming))
        let changed = result.bytes != nil && result.bytes != local
        if changed, let bytes = result.bytes { try write(bytes, entry.path) }
        return Merged(
            entry: entry,
            record: result.record,
            conflicts: result.conflicts,
            warnings: result.warnings,
            cut: result.cut,
            changed: changed,
            old: local.map { SHA512.hash($0) },
            new: result.bytes.map { SHA512.hash($0) },
            location: location,
            base: base
        )
    }

    /// Puts a merged document in place, merged again if the live one was rewritten since.
    func install(_ merged: Merged, noting journal: ImportJournal) async throws -> Merged {
        guard merged.changed else { return merged }
        try ownership.makeFolder(of: merged.location, in: sink.root)
        guard let name = try sink.lock(for: merged.location) else { return try installLocked(merged, journal) }
        try await lock.take(name)
        let installed = Result { try installLocked(merged, journal) }
        let release = Result { try lock.release(name) }
        let document = try installed.get()
        try release.get()
        return document
    }

    private func installLocked(_ merged: Merged, _ journal: ImportJournal) throws -> Merged {
        var document = merged
        if try sink.root.info(document.location) != document.base {
            document = try merge(document.entry)
            guard document.changed else { return document }
            try sink.root.synchronizeFileSystem()
            try journal.noteDocuments([document.change])
        }
        try keepOld(document)
        try sink.root.rename(Self.place(of: document.entry.path, in: staged.id), to: document.location)
        return document
    }

    private func request(_ entry: Entry, _ local: [UInt8]?, _ incoming: [UInt8]) throws -> MergeRequest {
        let known = files.of(entry.package)
        // Looked for after the document was read: what that lists by now has its file by now.
        let fresh = try sink.newFiles(of: entry.package, beyond: Set(known.map(\.file.path)))
        return MergeRequest(
            entry: entry,
            local: local,
            incoming: incoming,
            sequence: staged.head.manifest.sequence,
            isPartial: staged.head.manifest.scope == .partial,
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
        return (try file.readAll(limit: ArchiveLimits.stored), base)
    }

    private func write(_ bytes: [UInt8], _ path: RelativePath) throws {
        let place = try Self.place(of: path, in: staged.id)
        if let parent = place.parent { try sink.root.makeDirectories(parent) }
        if try sink.root.info(place) != nil { try sink.root.unlink(place) }
        let file = try sink.root.create(place)
        try file.write(bytes)
        try file.close()
        try ownership.apply(to: place, in: sink.root, isFolder: false)
    }

    private static func place(of path: RelativePath, in id: String) throws -> RelativePath {
        try StagingArea.place(of: id).appending("merged").appending(path)
    }

    private func keepOld(_ document: Merged) throws {
        guard document.base != nil else { return }
        let undo = try FilePlacer.undo(of: staged.id).appending(document.entry.path)
        if let parent = undo.parent { try sink.root.makeDirectories(parent) }
        do {
            try sink.root.link(document.location, to: undo)
        } catch  where error.errno == .exists {
            return
        }
    }
}
