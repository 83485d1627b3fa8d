import Crypto
import JSON
import Posix
import Spooling

/// What one apply did, as far as the records are concerned.
struct AppliedChange {
    let manifest: Manifest
    let archiveID: String
    /// Files that this import gave their names.
    var placed: SpooledMap<RelativePath, Entry> = [:]
    /// Files that lay there with the content that the archive brings.
    var found: SpooledMap<RelativePath, Entry> = [:]
    /// Files of the site that stayed, with their content.
    var conflicts: [RelativePath: SHA512Digest] = [:]
    /// Documents that were merged, with what the merge left behind.
    var documents: SpooledMap<RelativePath, MergedDocument> = [:]
    /// Documents that were brought in line with the files that were left, with what that left behind.
    var pruned: [(path: RelativePath, record: JSONValue)] = []
    /// Files and documents that went because the source said so.
    var deleted: [RelativePath] = []
    /// Deletes that are no more, for the source has the files again.
    var cancelled: [RelativePath] = []
    /// Deletes that were left for later.
    var declined: [RelativePath: AcceptedRecords.Pending] = [:]
}

extension AcceptedRecords {
    /// Takes in what an apply did.
    mutating func fold(_ change: AppliedChange) throws {
        let manifest = change.manifest
        let source = manifest.repository.uuid
        if !sources.contains(source) { sources.append(source) }
        for entry in change.placed.values { try own(entry, prior: false, manifest) }
        for entry in change.found.values { try own(entry, prior: true, manifest) }
        for (path, here) in change.conflicts { conflicts[path] = here }
        for document in change.documents.values { try remember(document.entry, document.record, manifest) }
        for (path, record) in change.pruned { try renew(DocumentKey(path: path, source: source), record) }
        try settleDeletes(change)
        // A part is no state of the tree: what came before stays what it was.
        guard manifest.scope != .partial, sequence(of: source) <= manifest.sequence else { return }
        accept(
            Target(
                snapshot: manifest.target,
                source: source,
                sequence: manifest.sequence,
                archiveID: change.archiveID
            )
        )
    }

    /// Forgets what went and what the source has again, and keeps what was left for later.
    private mutating func settleDeletes(_ change: AppliedChange) throws {
        let manifest = change.manifest
        for path in change.deleted {
            try files.set(path, nil)
            try documents.set(DocumentKey(path: path, source: manifest.repository.uuid), nil)
            pending[path] = nil
        }
        for path in change.cancelled { pending[path] = nil }
        pending.merge(change.declined) { $1 }
    }

    private mutating func renew(_ key: DocumentKey, _ record: JSONValue) throws {
        guard var known = documents[key] else { return }
        known.record = record
        try documents.set(key, known)
    }

    private mutating func own(_ entry: Entry, prior: Bool, _ manifest: Manifest) throws {
        let source = manifest.repository.uuid
        conflicts[entry.path] = nil
        let known = files[entry.path].flatMap { $0.sha512 == entry.sha512 && $0.source == source ? $0 : nil }
        let file = File(
            sha512: entry.sha512,
            source: source,
            sequence: max(known?.sequence ?? 0, manifest.sequence),
            prior: known?.prior ?? prior
        )
        try files.set(entry.path, file)
    }

    private mutating func remember(_ entry: Entry, _ record: JSONValue, _ manifest: Manifest) throws {
        let key = DocumentKey(path: entry.path, source: manifest.repository.uuid)
        let known = documents[key]
        guard manifest.scope != .partial else {
            return try documents.set(
                key,
                Document(sha512: known?.sha512 ?? entry.sha512, sequence: known?.sequence ?? 0, record: record)
            )
        }
        let isNewer = (known?.sequence ?? 0) <= manifest.sequence
        let document = Document(
            sha512: isNewer ? entry.sha512 : known?.sha512 ?? entry.sha512,
            sequence: max(known?.sequence ?? 0, manifest.sequence),
            record: record
        )
        try documents.set(key, document)
    }
}

/// A document that was merged, and what the merge left behind.
struct MergedDocument: Spoolable {
    let entry: Entry
    let record: JSONValue

    static var blockLength: Int { 16 }

    init(entry: Entry, record: JSONValue) {
        self.entry = entry
        self.record = record
    }

    func pack(into bytes: inout PackedBytes) {
        entry.pack(into: &bytes)
        bytes.pack(record)
    }

    init(unpacking bytes: inout PackedReader) { self.init(entry: Entry(unpacking: &bytes), record: bytes.value()) }
}
