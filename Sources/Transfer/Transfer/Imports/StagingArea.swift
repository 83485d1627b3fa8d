import Crypto
import JSON
import Posix
import Spooling
package import Time

/// An archive that was verified whole and waits beneath the storage; it survives a restart.
package struct StagedImport: Sendable {
    package let head: ArchiveHead
    /// What is told of it while it waits.
    package internal(set) var summary: ImportSummary
    /// Whether this process wrote its files just now, so that nobody can have changed them since.
    let isFresh: Bool

    /// The archive's id names the import too.
    package var id: String { head.archiveID }
}

/// `.packferry/staging`: one folder per import, with what describes it and what it carries.
package struct StagingArea: Sendable {
    private static let record = "import.json"
    private let folder: RepositoryFolder

    package init(_ folder: RepositoryFolder) { self.folder = folder }

    /// Where an import lies, relative to the tree's root.
    static func place(of id: String) throws -> RelativePath {
        try RelativePath(RepositoryFolder.name).appending(folder(of: id))
    }

    /// Where the files of an import lie, relative to the tree's root, so that they can be linked into it.
    static func tree(of id: String) throws -> RelativePath { try place(of: id).appending(StagedMembers.tree) }

    /// Where folders of the tree are made before they get their names.
    static func workshop(of id: String) throws -> RelativePath { try place(of: id).appending(workshop) }

    /// What such a place is called in the folder of any work.
    static let workshop = "folder"

    /// An empty folder for what an import carries; what an interrupted staging left there is removed.
    func prepare(_ id: String) throws -> Directory {
        let path = try Self.folder(of: id)
        try remove(id)
        try folder.directory.makeDirectories(path)
        return try folder.directory.subdirectory(path)
    }

    /// Records that an import was verified.
    ///
    /// Its files were written before; they and its documents are durable before it counts as waiting, all at once.
    func seal(_ head: ArchiveHead, origin: String, now: Moment) throws -> StagedImport {
        let path = try Self.folder(of: head.archiveID)
        let directory = try folder.directory.subdirectory(path)
        let manifest = OpenFile(try directory.create(RelativePath(ArchiveLayout.manifest)))
        try head.manifestBytes.forEachPiece { try manifest.descriptor.write($0) }
        let snapshot = OpenFile(try directory.create(RelativePath(ArchiveLayout.snapshot)))
        try head.target.write { try snapshot.descriptor.write($0) }
        try directory.synchronizeFileSystem()
        let summary = ImportSummary(head, origin: origin, stagedAt: Moment(seconds: now.seconds))
        try write(Record(summary, remarks: head.remarks))
        return StagedImport(head: head, summary: summary, isFresh: true)
    }

    /// Keeps the plan of an import that waits, so that nobody need make it again to show it.
    func keep(_ plan: ImportPlan.Summary, of staged: StagedImport) throws -> StagedImport {
        var staged = staged
        staged.summary.plan = plan
        try write(Record(staged.summary, remarks: staged.head.remarks))
        return staged
    }

    private func write(_ record: Record) throws {
        let path = try Self.folder(of: record.summary.id).appending(Self.record)
        try AtomicFile.write(JSONEncoder().encode(record) + [10], to: path, in: folder.directory)
    }

    /// A verified import by its id.
    package func load(_ id: String) throws -> StagedImport {
        guard let staged = try find(id) else { throw Self.notWaiting(id) }
        return staged
    }

    /// Says that there is no such import.
    package static func notWaiting(_ id: String) -> TransferError {
        TransferError(.notFound, id, "is no import waiting here", hint: "`packferry import list` names them")
    }

    /// What is told of every import that waits, oldest first; one that is damaged is left out, and can still be removed.
    package func list() throws -> [ImportSummary] {
        guard try folder.directory.info(RelativePath("staging"))?.kind == .directory else { return [] }
        let staging = try folder.directory.subdirectory(RelativePath("staging"))
        let names = try staging.entries().filter { Identifier.isOne($0.name) }.map(\.name)
        return names.compactMap { try? summary(of: $0) }.sorted { ($0.stagedAt, $0.id) < ($1.stagedAt, $1.id) }
    }

    /// What is told of one import; `nil` when it does not wait.
    func summary(of id: String) throws -> ImportSummary? {
        guard Identifier.isOne(id) else { return nil }
        return try record(of: id)?.summary
    }

    /// Forgets the imports that were staged before a moment and never applied.
    package func removeExpired(before moment: Moment) throws {
        for staged in try list() where staged.stagedAt < moment { try remove(staged.id) }
    }

    /// Forgets an import, be it damaged, and removes its files.
    package func remove(_ id: String) throws {
        try forget(id)
        try folder.directory.removeAll(Self.folder(of: id))
    }

    /// Whether an import was verified and was not applied since.
    package func isWaiting(_ id: String) throws -> Bool {
        try folder.directory.info(Self.folder(of: id).appending(Self.record)) != nil
    }

    /// Makes an import one that no longer waits, durably; its files are still to be removed.
    func forget(_ id: String) throws {
        let path = try Self.folder(of: id)
        guard try isWaiting(id) else { return }
        try folder.directory.unlink(path.appending(Self.record))
        try folder.directory.synchronize(path)
    }

    /// Removes the files of imports that do not wait: their staging, or their apply, ended in the middle.
    func removeLeftovers() throws {
        guard try folder.directory.info(RelativePath("staging"))?.kind == .directory else { return }
        let staging = try folder.directory.subdirectory(RelativePath("staging"))
        for entry in try staging.entries() where Identifier.isOne(entry.name) {
            let path = try RelativePath(entry.name)
            if try !isWaiting(entry.name) { try staging.removeAll(path) }
        }
    }

    /// The pieces of one of an import's documents; none where it is gone.
    private func pieces(of path: RelativePath) throws -> () throws -> [UInt8]? {
        guard try folder.directory.info(path)?.kind == .regular else { return { nil } }
        return DocumentReading.pieces(of: OpenFile(try folder.directory.open(path)))
    }

    private static func folder(of id: String) throws -> RelativePath {
        guard Identifier.isOne(id) else {
            throw TransferError(.notFound, id, "is not the id of an import", hint: "Ids are 32 hex digits")
        }
        return try RelativePath("staging/\(id)")
    }

    private func place(of id: String) -> String { "\(folder.directory.path)/staging/\(id)" }

    private static func cure(of id: String) -> String {
        "Forget it by `packferry import delete \(id)`, and take the archive again"
    }

    private func record(of id: String) throws -> Record? {
        guard let bytes = try folder.read("\(Self.folder(of: id))/\(Self.record)") else { return nil }
        return try DocumentReading.namingRecords(place(of: id), hint: Self.cure(of: id)) {
            let record = try JSONDecoder().decode(Record.self, from: bytes)
            guard record.summary.id == id else { throw DocumentReading.malformed("it tells of another import") }
            return record
        }
    }

    /// A staged import, whole; `nil` when none of that id waits.
    package func find(_ id: String) throws -> StagedImport? {
        let path = try Self.folder(of: id)
        guard let record = try record(of: id) else { return nil }
        return try DocumentReading.namingRecords(place(of: id), hint: Self.cure(of: id)) {
            var digest = SHA512()
            let next = try pieces(of: path.appending(ArchiveLayout.manifest))
            let manifest = try Manifest {
                let piece = try next()
                if let piece { digest.update(piece) }
                return piece
            }
            guard Manifest.archiveID(of: digest.finalize()) == id else {
                throw DocumentReading.malformed("its manifest is not the one that was verified")
            }
            guard try folder.directory.info(path.appending(StagedDocuments.name))?.kind == .regular else {
                throw DocumentReading.malformed("its documents are gone")
            }
            let head = ArchiveHead(
                manifest: manifest,
                archiveID: id,
                target: try Snapshot(reading: pieces(of: path.appending(ArchiveLayout.snapshot))),
                remarks: record.remarks,
                signer: record.summary.signer,
                manifestBytes: SpooledBytes()
            )
            return StagedImport(head: head, summary: record.summary, isFresh: false)
        }
    }
}

/// `import.json`: one object with the members of the summary, and beside them what a reader of the archive noticed.
private struct Record: Codable {
    let summary: ImportSummary
    let remarks: [String]

    /// Of what earlier versions staged, files lay at other places.
    private static let format = "packferry.import/3"

    private enum CodingKeys: String, CodingKey { case format, remarks }

    init(_ summary: ImportSummary, remarks: [String]) {
        self.summary = summary
        self.remarks = remarks
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let format = try members.decode(String.self, forKey: .format)
        guard format == Self.format else { throw DocumentReading.malformed("it is of the format \(format)") }
        summary = try ImportSummary(from: decoder)
        remarks = try members.decode([String].self, forKey: .remarks)
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(Self.format, forKey: .format)
        try summary.encode(to: encoder)
        try members.encode(remarks, forKey: .remarks)
    }
}
