import JSON
import Posix

/// `.packferry/undo/<id>`: what an apply took away and what it did, so that it can be taken back.
struct UndoFolder {
    private static let record = "undo.jsonl"
    private static let accepted = "accepted.json"
    private static let target = "target.json"

    private let folder: RepositoryFolder
    let id: String

    init(of id: String, in folder: RepositoryFolder) {
        self.id = id
        self.folder = folder
    }

    /// Where files and documents that were replaced or removed are kept, relative to the tree's root.
    static func files(of id: String) throws -> RelativePath { try place(of: id).appending("files") }

    /// Where a document is kept as the apply left it, relative to the tree's root.
    static func document(_ path: RelativePath, of id: String) throws -> RelativePath {
        try place(of: id).appending("documents/\(path.flat)")
    }

    /// Where what tar put aside is kept, relative to the tree's root.
    static func unpacked(of id: String) throws -> RelativePath { try place(of: id).appending("unpacked") }

    private static func place(of id: String) throws -> RelativePath {
        try RelativePath("\(RepositoryFolder.name)/undo/\(id)")
    }

    private var place: RelativePath { get throws { try RelativePath("undo/\(id)") } }

    /// Whether what the apply did is kept.
    var isSealed: Bool { get throws { try folder.directory.info(place.appending(Self.record)) != nil } }

    /// What the apply did; `nil` where that was removed, or never kept.
    func read() throws -> UndoRecord? {
        let path = try place.appending(Self.record)
        guard let file = try folder.open(path.string) else { return nil }
        let name = folder.directory.path.appending(path).string
        return try DocumentReading.namingRecords(name, hint: "What that import did cannot be taken back any more") {
            try UndoRecord(reading: file)
        }
    }

    /// Says what was done, and keeps the records and the source's target as they are before they are replaced, durably;
    /// adds to what earlier applies of the same archive did, whose records are those to go back to.
    func seal(_ done: UndoRecord, keeping former: AcceptedRecords.Target?) throws {
        try folder.directory.makeDirectories(place)
        // The caller holds the lock, so nobody else is writing.
        try AtomicFile.removeLeftovers(in: folder.directory.subdirectory(place)) { _ in true }
        var record = done
        if let earlier = try read() {
            record = earlier
            try record.add(done)
        } else {
            try keep(RecordStore.accepted, as: Self.accepted)
            if let former { try keep(RecordStore.targetFile(former.snapshot), as: Self.target) }
        }
        let merged = record
        try folder.write(place.appending(Self.record).string) { (file: borrowing Descriptor) throws(SystemError) in
            try merged.write { (piece) throws(SystemError) in try file.write(piece) }
        }
    }

    private func keep(_ name: String, as kept: String) throws {
        guard try folder.directory.info(RelativePath(name)) != nil else { return }
        let (file, copy) = (try RelativePath(name), try place.appending(kept))
        do {
            try folder.directory.link(file, to: copy)
        } catch  where error.errno == .exists {
            // Kept by the run that was interrupted.
        }
    }

    /// The records as they were before the import; empty where it was the first one.
    func records() throws -> AcceptedRecords {
        try RecordStore(folder, named: place.appending(Self.accepted).string).load()
    }

    /// The newest target of the source as it was before the import; `nil` where it was the first one.
    func target() throws -> Snapshot? {
        let path = try place.appending(Self.target).string
        guard let file = try folder.open(path) else { return nil }
        return try Snapshot(named: path, reading: DocumentReading.pieces(of: file))
    }

    /// Forgets all of it: the record first and durably, so that what a power cut leaves of the rest counts for nothing when
    /// the same archive comes again.
    func remove() throws {
        let record = try place.appending(Self.record)
        if try folder.directory.info(record) != nil {
            try folder.directory.unlink(record)
            try AtomicFile.synchronizeParent(of: record, in: folder.directory)
        }
        try folder.directory.removeAll(place)
    }

    /// What is kept of any import.
    static func all(in folder: RepositoryFolder) throws -> [UndoFolder] {
        let undo = try RelativePath("undo")
        guard try folder.directory.info(undo)?.kind == .directory else { return [] }
        return try folder.directory.subdirectory(undo).entries().map { UndoFolder(of: $0.name, in: folder) }
    }

    /// The imports of which what they replaced is of use: one step back is kept, to before the last that changed the tree.
    static func needed(by applied: [ImportOutcome]) -> ArraySlice<ImportOutcome> {
        applied[(applied.lastIndex(where: \.didChange) ?? applied.startIndex)...]
    }

    /// Forgets what cannot be taken back any more, and what is left of an import that was taken back.
    static func prune(in folder: RepositoryFolder, by log: AppliedLog) throws {
        let kept = try all(in: folder)
        guard let first = kept.first, try kept.count > 1 || !first.isSealed else { return }
        let deeds = try log.deeds()
        if kept.count == 1, !deeds.contains(where: { $0.rolledBack?.id == first.id }) { return }
        let needed = Set(Self.needed(by: deeds.inForce).map(\.id))
        for undo in kept where !needed.contains(undo.id) { try folder.directory.removeAll(undo.place) }
    }
}
