import Crypto
import JSON
import Posix

/// `.packferry/journal.jsonl`: what an apply or a rollback is about to do, durable before it does it, so that a restart
/// can go on.
struct ImportJournal {
    /// What is written down before the live tree is touched.
    struct Intent: Sendable, Equatable {
        /// What is done with an import.
        enum Deed: String, Sendable {
            case apply = "import"
            case rollBack = "rollback"
        }

        var deed = Deed.apply
        let importID: String
        /// How long the log of applied imports was, so that a restart can tell whether this one is in it.
        let logSize: Int64
        /// Files that get a name they did not have.
        let placed: Set<RelativePath>
        /// Files that are exchanged, with the content that comes out.
        let replaced: [RelativePath: SHA512Digest]
        /// Files and documents that go because the source has them no more, with their content.
        let deleted: [RelativePath: SHA512Digest]
        /// Documents that were to be replaced, as far as that was noted.
        var documents: [RelativePath: DocumentChange] = [:]

        /// What a rollback is about to do is said by the undo of the import.
        init(rollingBack importID: String, logSize: Int64) {
            self.init(importID: importID, logSize: logSize, placed: [], replaced: [:])
            deed = .rollBack
        }

        init(
            importID: String,
            logSize: Int64,
            placed: Set<RelativePath>,
            replaced: [RelativePath: SHA512Digest],
            deleted: [RelativePath: SHA512Digest] = [:]
        ) {
            self.importID = importID
            self.logSize = logSize
            self.placed = placed
            self.replaced = replaced
            self.deleted = deleted
        }
    }

    /// What happens to one document; `nil` where there is none.
    struct DocumentChange: Sendable, Equatable {
        let path: RelativePath
        let old: SHA512Digest?
        let new: SHA512Digest?
    }

    fileprivate static let name = "journal.jsonl"
    private let folder: RepositoryFolder
    private let file: OpenFile

    /// Writes the intent, durably.
    static func begin(_ intent: Intent, in folder: RepositoryFolder) throws -> ImportJournal {
        let head: JSONValue = [
            intent.deed.rawValue: .string(intent.importID), "log_size": .integer(intent.logSize),
        ]
        var bytes = head.encoded() + [10]
        for path in intent.placed.sorted() {
            bytes += JSONValue.object([("place", .string(path.string))]).encoded() + [10]
        }
        for (path, old) in intent.replaced.sorted(by: { $0.key < $1.key }) {
            bytes += JSONValue.object([("replace", .string(path.string)), ("old", .string(old.hex))]).encoded() + [10]
        }
        for (path, old) in intent.deleted.sorted(by: { $0.key < $1.key }) {
            bytes += JSONValue.object([("delete", .string(path.string)), ("old", .string(old.hex))]).encoded() + [10]
        }
        try folder.write(name, bytes)
        return try resume(in: folder)
    }

    /// Goes on with the journal that is there.
    static func resume(in folder: RepositoryFolder) throws -> ImportJournal {
        ImportJournal(folder: folder, file: OpenFile(try folder.openLines(name)))
    }

    /// What an interrupted run had in mind; `nil` when none was interrupted.
    static func interrupted(in folder: RepositoryFolder) throws -> Intent? {
        guard let bytes = try folder.read(name, limit: AcceptedRecords.limit) else { return nil }
        let lines = bytes.split(separator: 10).compactMap { try? JSONValue(parsing: Array($0)) }
        let rolledBack = lines.first?[Intent.Deed.rollBack.rawValue]?.stringValue
        guard let importID = rolledBack ?? lines.first?[Intent.Deed.apply.rawValue]?.stringValue,
            let logSize = lines.first?["log_size"]?.integerValue
        else {
            throw TransferError(
                .recordsDamaged,
                "\(folder.directory.path)/\(name)",
                "does not say which import it is about",
                hint: "Restore it from a backup, or remove it and apply the last archive again"
            )
        }
        guard rolledBack == nil else { return Intent(rollingBack: importID, logSize: logSize) }
        var placed: Set<RelativePath> = []
        var replaced: [RelativePath: SHA512Digest] = [:]
        var deleted: [RelativePath: SHA512Digest] = [:]
        for line in lines {
            if let path = line["place"]?.stringValue { placed.insert(try RelativePath(path)) }
            if let path = line["replace"]?.stringValue, let old = SHA512Digest(hex: line["old"]?.stringValue ?? "") {
                replaced[try RelativePath(path)] = old
            }
            if let path = line["delete"]?.stringValue, let old = SHA512Digest(hex: line["old"]?.stringValue ?? "") {
                deleted[try RelativePath(path)] = old
            }
        }
        var intent = Intent(
            importID: importID,
            logSize: logSize,
            placed: placed,
            replaced: replaced,
            deleted: deleted
        )
        for change in try lines.compactMap(documentChange) { intent.documents[change.path] = change }
        return intent
    }

    private static func documentChange(_ line: JSONValue) throws -> DocumentChange? {
        guard let path = line["document"]?.stringValue else { return nil }
        return DocumentChange(
            path: try RelativePath(path),
            old: line["old"]?.stringValue.flatMap { SHA512Digest(hex: $0) },
            new: line["new"]?.stringValue.flatMap { SHA512Digest(hex: $0) }
        )
    }

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
