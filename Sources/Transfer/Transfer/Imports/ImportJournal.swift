import Crypto
import JSON
import Posix
import Spooling

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
        let placed: SpooledMap<RelativePath, Present>
        /// Files that are exchanged, with the content that comes out.
        let replaced: SpooledMap<RelativePath, SHA512Digest>
        /// Files and documents that go because the source has them no more, with their content.
        let deleted: SpooledMap<RelativePath, SHA512Digest>
        /// Documents that were to be replaced, as far as that was noted.
        var documents: SpooledMap<RelativePath, DocumentChange> = [:]

        /// What a rollback is about to do is said by the undo of the import.
        init(rollingBack importID: String, logSize: Int64) {
            self.init(importID: importID, logSize: logSize, placed: [:], replaced: [:])
            deed = .rollBack
        }

        init(
            importID: String,
            logSize: Int64,
            placed: SpooledMap<RelativePath, Present>,
            replaced: SpooledMap<RelativePath, SHA512Digest>,
            deleted: SpooledMap<RelativePath, SHA512Digest> = [:]
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
        try folder.write(name) { (file: borrowing Descriptor) throws(SystemError) in
            var out = DocumentPieces()
            func add(_ line: JSONValue) throws(SystemError) {
                out.bytes += line.encoded() + [10]
                try out.drain { (piece) throws(SystemError) in try file.write(piece) }
            }
            try add(head)
            for path in intent.placed.keys { try add(["place": .string(path.string)]) }
            for (path, old) in intent.replaced {
                try add(["replace": .string(path.string), "old": .string(old.hex)])
            }
            for (path, old) in intent.deleted {
                try add(["delete": .string(path.string), "old": .string(old.hex)])
            }
            try out.finish { (piece) throws(SystemError) in try file.write(piece) }
        }
        return try resume(in: folder)
    }

    /// Goes on with the journal that is there.
    static func resume(in folder: RepositoryFolder) throws -> ImportJournal {
        ImportJournal(folder: folder, file: OpenFile(try folder.openLines(name)))
    }

    /// What an interrupted run had in mind; `nil` when none was interrupted.
    static func interrupted(in folder: RepositoryFolder) throws -> Intent? {
        guard let file = try folder.open(name) else { return nil }
        var head: JSONValue?
        var placed: SpooledMap<RelativePath, Present> = [:]
        var replaced: SpooledMap<RelativePath, SHA512Digest> = [:]
        var deleted: SpooledMap<RelativePath, SHA512Digest> = [:]
        var documents: SpooledMap<RelativePath, DocumentChange> = [:]
        try DocumentReading.forEachLine(of: file) { bytes, _ in
            // What was being written when the power went is no line.
            guard let line = try? JSONValue(parsing: Array(bytes)) else { return }
            if head == nil { head = line }
            if let path = line["place"]?.stringValue { try placed.insert(RelativePath(path)) }
            if let path = line["replace"]?.stringValue, let old = SHA512Digest(hex: line["old"]?.stringValue ?? "") {
                try replaced.set(RelativePath(path), old)
            }
            if let path = line["delete"]?.stringValue, let old = SHA512Digest(hex: line["old"]?.stringValue ?? "") {
                try deleted.set(RelativePath(path), old)
            }
            if let change = try documentChange(line) { try documents.set(change.path, change) }
        }
        let rolledBack = head?[Intent.Deed.rollBack.rawValue]?.stringValue
        guard let importID = rolledBack ?? head?[Intent.Deed.apply.rawValue]?.stringValue,
            let logSize = head?["log_size"]?.integerValue
        else {
            throw TransferError(
                .recordsDamaged,
                "\(folder.directory.path)/\(name)",
                "does not say which import it is about",
                hint: "Restore it from a backup, or remove it and apply the last archive again"
            )
        }
        guard rolledBack == nil else { return Intent(rollingBack: importID, logSize: logSize) }
        var intent = Intent(
            importID: importID,
            logSize: logSize,
            placed: placed,
            replaced: replaced,
            deleted: deleted
        )
        intent.documents = documents
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
    func noteDocuments(_ changes: some Sequence<DocumentChange>) throws {
        var out = DocumentPieces()
        var isEmpty = true
        for change in changes {
            isEmpty = false
            let line: JSONValue = [
                "document": .string(change.path.string),
                "old": change.old.map { .string($0.hex) } ?? .null,
                "new": change.new.map { .string($0.hex) } ?? .null,
            ]
            out.bytes += line.encoded() + [10]
            try out.drain { try file.descriptor.write($0) }
        }
        guard !isEmpty else { return }
        try out.finish { try file.descriptor.write($0) }
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

extension ImportJournal.DocumentChange: Spoolable {
    func pack(into bytes: inout PackedBytes) {
        bytes.pack(path)
        bytes.pack(digest: old)
        bytes.pack(digest: new)
    }

    init(unpacking bytes: inout PackedReader) {
        self.init(path: bytes.path(), old: bytes.optionalDigest(), new: bytes.optionalDigest())
    }
}
