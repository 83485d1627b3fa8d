import JSON
import Posix

/// The records of a tree on disk: `accepted.json`, the newest accepted target, and the log of what was applied.
struct RecordStore: Sendable {
    private static let accepted = "accepted.json"
    private static let log = "applied.jsonl"
    private let folder: RepositoryFolder

    init(_ folder: RepositoryFolder) { self.folder = folder }

    /// What was accepted so far; empty before the first archive.
    func load() throws -> AcceptedRecords {
        guard let bytes = try folder.read(Self.accepted, limit: 512 << 20) else { return AcceptedRecords() }
        return try DocumentReading.naming("\(folder.directory.path)/\(Self.accepted)") {
            try AcceptedRecords(parsing: bytes)
        }
    }

    /// The newest accepted target, whole; `nil` before the first archive.
    func target(of records: AcceptedRecords) throws -> Snapshot? {
        guard let target = records.target else { return nil }
        let name = Self.targetFile(target.snapshot)
        guard let bytes = try folder.read(name, limit: 512 << 20) else {
            throw TransferError(
                .malformed,
                "\(folder.directory.path)/\(name)",
                "is missing, so what the last archive meant as whole is unknown",
                hint: "Restore it from a backup, or apply a full archive to an empty storage"
            )
        }
        return try Snapshot(parsing: bytes, named: name)
    }

    /// Replaces the records, durably; the target's list is there before anything names it.
    func save(_ records: AcceptedRecords, target: Snapshot?) throws {
        if let target { try folder.write(Self.targetFile(target.id), target.encoded) }
        try folder.write(Self.accepted, records.encoded)
        try removeOldTargets(keeping: records.target?.snapshot)
    }

    /// How long the log is, in bytes.
    func logSize() throws -> Int64 { try folder.directory.info(RelativePath(Self.log))?.size ?? 0 }

    /// Adds one line to the log, durably.
    func appendLog(_ line: JSONValue) throws {
        let file = try folder.openLines(Self.log)
        try file.write(line.encoded() + [10])
        try file.synchronize()
        try folder.directory.synchronize()
    }

    /// The log, oldest first.
    ///
    /// A line cut by a power failure is left out.
    func readLog() throws -> [JSONValue] {
        guard let bytes = try folder.read(Self.log, limit: 64 << 20) else { return [] }
        return bytes.split(separator: 10).compactMap { try? JSONValue(parsing: Array($0)) }
    }

    private static func targetFile(_ snapshot: String) -> String { "target-\(snapshot).json" }

    private func removeOldTargets(keeping snapshot: String?) throws {
        let kept = snapshot.map(Self.targetFile)
        for entry in try folder.directory.entries() where entry.name.hasPrefix("target-") && entry.name != kept {
            try folder.directory.unlink(RelativePath(entry.name))
        }
    }
}
