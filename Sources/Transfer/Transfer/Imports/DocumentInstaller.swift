import Crypto
import JSON
import Posix
import Reporting
import Spooling

/// Merges documents beside the live ones, and installs them one by one under the lock that the registry obeys.
struct DocumentInstaller {
    let swap: DocumentSwap
    let staged: StagedImport
    /// What the archive brings.
    let documents: StagedDocuments
    let records: AcceptedRecords
    /// Where the documents that are replaced are kept.
    let undo: UndoDocuments
    /// The files of each package as they are after placing.
    var files: PackageFiles
    /// The names of the files that the target holds as broken, by package.
    let held: [String: Set<String>]
    /// Documents that the archive does not carry, and that are brought in line with the files that are left.
    let pruned: Set<RelativePath>
    /// Files that go once no document lists them.
    let gone: Set<RelativePath>
    /// Packages that lose files, whose documents go with the last of them.
    let losing: Set<String>

    private var sink: any TreeSink { swap.sink }

    /// A merged document that waits in the staging folder.
    struct Merged: Sendable {
        let entry: Entry
        let record: JSONValue
        let conflicts: [String]
        let warnings: [String]
        /// How many entries of the live one it leaves out.
        let cut: Int
        /// Whether the archive does not carry it.
        let isPruned: Bool
        /// Whether nothing is left to list after files that went.
        let isGone: Bool
        /// Whether it differs from the live one, and so lies in the staging folder.
        let changed: Bool
        /// The contents before and after; `nil` where there is no document.
        let old: SHA512Digest?
        let new: SHA512Digest?
        var change: ImportJournal.DocumentChange { .init(path: entry.path, old: old, new: new) }

        let location: RelativePath
        /// What lay there when it was merged.
        var base: FileInfo?
    }

    /// Merges what is live with what the archive brings; what comes out is made durable later.
    func merge(_ entry: Entry) throws -> Merged {
        let location = try sink.location(of: entry.path)
        let (local, base) = try swap.read(location)
        let result = try sink.merger.merge(try request(entry, local, incoming(entry)))
        let isGone = result.bytes == nil && losing.contains(entry.package)
        let changed = isGone ? local != nil : result.bytes != nil && result.bytes != local
        if changed, let bytes = result.bytes { try swap.prepare(bytes, for: entry.path) }
        return Merged(
            entry: entry,
            record: result.record,
            conflicts: result.conflicts,
            warnings: result.warnings,
            cut: result.cut,
            isPruned: pruned.contains(entry.path),
            isGone: isGone,
            changed: changed,
            old: local.map { SHA512.hash($0) },
            new: isGone ? nil : result.bytes.map { SHA512.hash($0) },
            location: location,
            base: base
        )
    }

    /// Puts a merged document in place, merged again if the live one was rewritten since.
    func install(_ merged: Merged, noting journal: ImportJournal) async throws -> Merged {
        guard merged.changed else { return merged }
        return try await swap.locked(merged.location) { try installLocked(merged, journal) }
    }

    private func installLocked(_ merged: Merged, _ journal: ImportJournal) throws -> Merged {
        var document = merged
        if try sink.root.info(document.location) != document.base {
            document = try merge(document.entry)
            guard document.changed else { return document }
            try keepOld(of: &document)
            try sink.root.synchronizeFileSystem()
            try journal.noteDocuments([document.change])
        }
        if document.isGone {
            try sink.root.unlink(document.location)
        } else {
            try swap.put(document.entry.path, at: document.location)
        }
        return document
    }

    /// Keeps a document as it is and as it will be; to be made durable before it is installed.
    func keepOld(of document: inout Merged) throws {
        guard document.changed else { return }
        let live = document.base == nil ? nil : document.location
        let waiting = document.isGone ? nil : try swap.place(of: document.entry.path)
        try undo.keep(document.entry, live: live, waiting: waiting)
        // A second name moves the time of change, and nothing else.
        guard let base = document.base, let info = try sink.root.info(document.location) else { return }
        if info.isSameFile(as: base) { document.base = info }
    }

    private func incoming(_ entry: Entry) throws -> [UInt8]? {
        guard !pruned.contains(entry.path) else { return nil }
        guard let bytes = try documents.bytes(of: entry) else {
            throw TransferError(
                .refused,
                entry.path.string,
                "vanished while it waited",
                hint: "Apply the archive again"
            )
        }
        return bytes
    }

    private func request(_ entry: Entry, _ local: [UInt8]?, _ incoming: [UInt8]?) throws -> MergeRequest {
        let known = files.of(entry.package)
        // Looked for after the document was read: what that lists by now has its file by now.
        let fresh = try sink.newFiles(of: entry.package, beyond: Set(known.map(\.file.path)).union(gone))
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
}

extension FileInfo {
    /// Whether it is the very file, with the same content as far as its size and time tell.
    fileprivate func isSameFile(as other: FileInfo) -> Bool {
        inode == other.inode && device == other.device && size == other.size && modified == other.modified
    }
}

extension DocumentInstaller.Merged: Spoolable {
    /// What a merge leaves behind names every version.
    static var blockLength: Int { 16 }

    func pack(into bytes: inout PackedBytes) {
        entry.pack(into: &bytes)
        bytes.pack(record)
        for texts in [conflicts, warnings] {
            bytes.pack(Int64(texts.count))
            for text in texts { bytes.pack(text) }
        }
        bytes.pack(Int64(cut))
        for flag in [isPruned, isGone, changed, base != nil] { bytes.pack(Int64(flag ? 1 : 0)) }
        bytes.pack(digest: old)
        bytes.pack(digest: new)
        bytes.pack(location)
        base?.pack(into: &bytes)
    }

    init(unpacking bytes: inout PackedReader) {
        entry = Entry(unpacking: &bytes)
        record = bytes.value()
        conflicts = (0..<bytes.number()).map { _ in bytes.text() }
        warnings = (0..<bytes.number()).map { _ in bytes.text() }
        cut = Int(bytes.number())
        isPruned = bytes.number() == 1
        isGone = bytes.number() == 1
        changed = bytes.number() == 1
        let hasBase = bytes.number() == 1
        old = bytes.optionalDigest()
        new = bytes.optionalDigest()
        location = bytes.path()
        base = hasBase ? FileInfo(unpacking: &bytes) : nil
    }
}
