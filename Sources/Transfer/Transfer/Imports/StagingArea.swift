import JSON
import Posix
package import Time

/// An archive that was verified whole and waits beneath the storage; it survives a restart.
package struct StagedImport: Sendable {
    package let head: ArchiveHead
    package let stagedAt: Moment
    /// The file or folder it was read from, as it was named.
    package let origin: String
    /// Whether this process wrote its files just now, so that nobody can have changed them since.
    let isFresh: Bool

    /// The archive's id names the import too.
    package var id: String { head.archiveID }
}

/// `.packferry/staging`: one folder per import, with its documents and the files it carries.
package struct StagingArea: Sendable {
    private static let record = "import.json"
    private let folder: RepositoryFolder

    /// Works on the repository's folder.
    package init(_ folder: RepositoryFolder) { self.folder = folder }

    /// Where an import lies, relative to the tree's root.
    static func place(of id: String) throws -> RelativePath {
        try RelativePath(RepositoryFolder.name).appending(folder(of: id))
    }

    /// Where the files of an import lie, relative to the tree's root, so that they can be linked into it.
    static func tree(of id: String) throws -> RelativePath { try place(of: id).appending("tree") }

    /// Where folders of the tree are made before they get their names.
    static func workshop(of id: String) throws -> RelativePath { try place(of: id).appending("folder") }

    /// An empty folder for the files of an import; what an interrupted staging left there is removed.
    func prepare(_ id: String) throws -> Directory {
        let path = try Self.folder(of: id)
        try remove(id)
        let tree = try path.appending("tree")
        try folder.directory.makeDirectories(tree)
        return try folder.directory.subdirectory(tree)
    }

    /// Records that an import was verified.
    ///
    /// Its files were written before.
    func seal(_ head: ArchiveHead, origin: String, now: Moment) throws -> StagedImport {
        let path = try Self.folder(of: head.archiveID)
        let directory = try folder.directory.subdirectory(path)
        try AtomicFile.write(head.manifestBytes, to: RelativePath(ArchiveLayout.manifest), in: directory)
        try AtomicFile.write(head.target.encoded, to: RelativePath(ArchiveLayout.snapshot), in: directory)
        let record: JSONValue = [
            "format": "packferry.import/1",
            "id": .string(head.archiveID),
            "staged_at": .string(now.text(.seconds)),
            "origin": .string(origin),
            "remarks": .array(head.remarks.map { .string($0) }),
        ]
        try AtomicFile.write(record.encoded() + [10], to: RelativePath(Self.record), in: directory)
        return StagedImport(head: head, stagedAt: Moment(seconds: now.seconds), origin: origin, isFresh: true)
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

    /// Every verified import that waits, oldest first; one that is damaged is left out, and can still be removed.
    package func list() throws -> [StagedImport] {
        guard try folder.directory.info(RelativePath("staging"))?.kind == .directory else { return [] }
        let staging = try folder.directory.subdirectory(RelativePath("staging"))
        let names = try staging.entries().filter { DocumentReading.isIdentifier($0.name) }.map(\.name)
        return names.compactMap { try? find($0) }.sorted { ($0.stagedAt, $0.id) < ($1.stagedAt, $1.id) }
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
        for entry in try staging.entries() where DocumentReading.isIdentifier(entry.name) {
            let path = try RelativePath(entry.name)
            if try !isWaiting(entry.name) { try staging.removeAll(path) }
        }
    }

    private static func folder(of id: String) throws -> RelativePath {
        guard DocumentReading.isIdentifier(id) else {
            throw TransferError(.notFound, id, "is not the id of an import", hint: "Ids are 32 hex digits")
        }
        return try RelativePath("staging/\(id)")
    }

    private func find(_ id: String) throws -> StagedImport? {
        let path = try Self.folder(of: id)
        guard let bytes = try folder.read("\(path)/\(Self.record)", limit: ArchiveLimits.document) else { return nil }
        let manifest = try folder.read("\(path)/\(ArchiveLayout.manifest)", limit: ArchiveLimits.document) ?? []
        let snapshot = try folder.read("\(path)/\(ArchiveLayout.snapshot)", limit: ArchiveLimits.document) ?? []
        return try DocumentReading.naming("staging/\(id)") {
            let record = try JSONValue(parsing: bytes)
            let head = ArchiveHead(
                manifest: try Manifest(parsing: manifest),
                archiveID: id,
                target: try Snapshot(parsing: snapshot),
                remarks: record["remarks"]?.arrayValue?.compactMap(\.stringValue) ?? [],
                manifestBytes: manifest
            )
            guard Manifest.archiveID(of: manifest) == id else {
                throw DocumentReading.malformed("its manifest is not the one that was verified")
            }
            return StagedImport(
                head: head,
                stagedAt: record["staged_at"]?.stringValue.flatMap { Moment($0) } ?? Moment(seconds: 0),
                origin: record["origin"]?.stringValue ?? "",
                isFresh: false
            )
        }
    }
}
