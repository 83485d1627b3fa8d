import JSON
import Posix

/// The records of a tree on disk: `accepted.json` and each source's newest target.
struct RecordStore: Sendable {
    static let accepted = "accepted.json"
    private let folder: RepositoryFolder
    /// Where they lie: those that an undo goes back to lie elsewhere.
    private let name: String
    /// How long `accepted.json` may become.
    let limit: Int

    init(_ folder: RepositoryFolder, named name: String = Self.accepted, limit: Int = AcceptedRecords.limit) {
        self.folder = folder
        self.name = name
        self.limit = limit
    }

    /// How long they are on disk, in bytes.
    var size: Int { get throws { try Int(folder.directory.info(RelativePath(name))?.size ?? 0) } }

    /// What was accepted so far; empty before the first archive.
    func load() throws -> AcceptedRecords {
        guard let file = try folder.open(name) else { return AcceptedRecords() }
        let path = "\(folder.directory.path)/\(name)"
        return try DocumentReading.namingRecords(path, hint: Self.cure) {
            try AcceptedRecords(reading: DocumentReading.pieces(of: file))
        }
    }

    private static let cure =
        "Restore it from a backup of the storage. Without one, move it away and apply a full archive with --adopt-source: "
        + "what differs from that then counts as the site's own, and stays"

    /// The newest target of `source`, whole; `nil` before its first archive.
    func target(of records: AcceptedRecords, from source: String) throws -> Snapshot? {
        guard let target = records.target(of: source) else { return nil }
        let name = Self.targetFile(target.snapshot)
        guard let file = try folder.open(name) else {
            throw TransferError(
                .recordsDamaged,
                "\(folder.directory.path)/\(name)",
                "is missing, so what the last archive meant as whole is unknown",
                hint: "Restore it from a backup, or apply a full archive to an empty storage"
            )
        }
        let path = "\(folder.directory.path)/\(name)"
        return try DocumentReading.namingRecords(path, hint: Self.cure) {
            try Snapshot(named: path, reading: DocumentReading.pieces(of: file))
        }
    }

    /// Throws when records would be too long to be read again; to be asked before anything is applied.
    func requireSavable(_ records: AcceptedRecords) throws {
        let size = StreamedDocument.size { records.write(to: $0) }
        guard size <= limit else { throw tooLong(size) }
    }

    /// Replaces the records, durably; the target's list is there before anything names it.
    func save(_ records: AcceptedRecords, target: Snapshot?) throws {
        try requireSavable(records)
        if let target {
            try folder.write(Self.targetFile(target.id)) { (file: borrowing Descriptor) throws(SystemError) in
                try target.write { (piece) throws(SystemError) in try file.write(piece) }
            }
        }
        try folder.write(name) { (file: borrowing Descriptor) throws(SystemError) in
            try records.write { (piece) throws(SystemError) in try file.write(piece) }
        }
        try removeOldTargets(keeping: Set(records.targets.map { Self.targetFile($0.snapshot) }))
    }

    private func tooLong(_ bytes: Int) -> TransferError {
        TransferError(
            .refused,
            "archive",
            "would leave \(bytes >> 20) MiB of records here, more than the \(limit >> 20) MiB "
                + "that can be read again",
            hint: "Apply the archives before it first: what waits for its files makes the records long"
        )
    }

    /// The file that has a target of that snapshot.
    static func targetFile(_ snapshot: String) -> String { "target-\(snapshot).json" }

    private func removeOldTargets(keeping kept: Set<String>) throws {
        for entry in try folder.directory.entries() where entry.name.hasPrefix("target-") && !kept.contains(entry.name)
        {
            try folder.directory.unlink(RelativePath(entry.name))
        }
    }
}
