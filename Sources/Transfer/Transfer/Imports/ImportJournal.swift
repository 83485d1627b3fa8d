import Crypto
import JSON
import Posix

/// `.packferry/journal.jsonl`: what an apply is about to do, durable before it does it, so that a restart can go on.
struct ImportJournal {
    /// What is written down before the live tree is touched.
    struct Intent: Sendable, Equatable {
        let importID: String
        /// How long the log of applied imports was, so that a restart can tell whether this one is in it.
        let logSize: Int64
        /// Files that get a name they did not have.
        let placed: Set<RelativePath>
        /// Files that are exchanged, with the content that comes out.
        let replaced: [RelativePath: SHA512Digest]
    }

    fileprivate static let name = "journal.jsonl"
    private let folder: RepositoryFolder
    private let file: OpenFile

    /// Writes the intent, durably.
    static func begin(_ intent: Intent, in folder: RepositoryFolder) throws -> ImportJournal {
        let head: JSONValue = ["import": .string(intent.importID), "log_size": .integer(intent.logSize)]
        var bytes = head.encoded() + [10]
        for path in intent.placed.sorted() {
            bytes += JSONValue.object([("place", .string(path.string))]).encoded() + [10]
        }
        for (path, old) in intent.replaced.sorted(by: { $0.key < $1.key }) {
            bytes += JSONValue.object([("replace", .string(path.string)), ("old", .string(old.hex))]).encoded() + [10]
        }
        try folder.write(name, bytes)
        return try resume(in: folder)
    }

    /// Goes on with the journal that is there.
    static func resume(in folder: RepositoryFolder) throws -> ImportJournal {
        ImportJournal(folder: folder, file: OpenFile(try folder.openLines(name)))
    }

    /// What an interrupted apply had in mind; `nil` when none was interrupted.
    static func interrupted(in folder: RepositoryFolder) throws -> Intent? {
        guard let bytes = try folder.read(name, limit: AcceptedRecords.limit) else { return nil }
        let lines = bytes.split(separator: 10).compactMap { try? JSONValue(parsing: Array($0)) }
        guard let importID = lines.first?["import"]?.stringValue, let logSize = lines.first?["log_size"]?.integerValue
        else {
            throw TransferError(
                .recordsDamaged,
                "\(folder.directory.path)/\(name)",
                "does not say which import it is about",
                hint: "Restore it from a backup, or remove it and apply the last archive again"
            )
        }
        var placed: Set<RelativePath> = []
        var replaced: [RelativePath: SHA512Digest] = [:]
        for line in lines {
            if let path = line["place"]?.stringValue { placed.insert(try RelativePath(path)) }
            if let path = line["replace"]?.stringValue, let old = SHA512Digest(hex: line["old"]?.stringValue ?? "") {
                replaced[try RelativePath(path)] = old
            }
        }
        return Intent(importID: importID, logSize: logSize, placed: placed, replaced: replaced)
    }

    /// What happens to one document; `nil` where there is none.
    typealias DocumentChange = (path: RelativePath, old: SHA512Digest?, new: SHA512Digest?)

    /// Notes the contents of documents before and after they are replaced, durably.
    func noteDocuments(_ changes: [DocumentChange]) throws {
        guard !changes.isEmpty else { return }
        var bytes: [UInt8] = []
        for change in changes {
            let line: JSONValue = [
                "document": .string(change.path.string),
                "old": change.old.map { .string($0.hex) } ?? .null,
                "new": change.new.map { .string($0.hex) } ?? .null,
            ]
            bytes += line.encoded() + [10]
        }
        try file.descriptor.write(bytes)
        try file.descriptor.synchronize()
    }

    /// Says that the apply is over and recorded.
    static func end(in folder: RepositoryFolder) throws {
        try folder.directory.unlink(RelativePath(name))
        try folder.directory.synchronize()
    }
}

extension RepositoryFolder {
    /// Whether an import was interrupted, or runs now.
    package var hasUnfinishedImport: Bool {
        get throws { try directory.info(RelativePath(ImportJournal.name)) != nil }
    }

    /// Throws where an import was interrupted, which whoever changes something finishes first.
    package func requireFinished() throws {
        guard try hasUnfinishedImport else { return }
        let cause = "has an interrupted import that must be finished first"
        throw TransferError(
            .conflict,
            root.path.string,
            cause,
            hint: "Whatever is done here next, but for a dry run, finishes it"
        )
    }
}
