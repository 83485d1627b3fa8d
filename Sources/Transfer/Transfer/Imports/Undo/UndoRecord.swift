import Crypto
import JSON
import Posix
import Spooling

/// What an apply did to the tree, file by file: what has to be taken back.
struct UndoRecord: Equatable {
    /// One file or document, before and after.
    struct Change: Equatable {
        let path: RelativePath
        let kind: EntryKind
        let package: String
        /// What lay there; `nil` where nothing did.
        let old: SHA512Digest?
        /// What lies there now; `nil` where it was removed.
        let new: SHA512Digest?
    }

    static let format = "packferry.undo/1"
    let importID: String
    private(set) var changes: SpooledMap<RelativePath, Change> = [:]

    init(of importID: String) { self.importID = importID }

    /// Takes in one change.
    mutating func add(_ change: Change) throws { try changes.set(change.path, change) }

    /// Takes in what a further apply of the same archive did: what was there before the first one is what counts.
    mutating func add(_ later: UndoRecord) throws {
        for change in later.changes.values {
            let joined = Change(
                path: change.path,
                kind: change.kind,
                package: change.package,
                old: changes[change.path].map(\.old) ?? change.old,
                new: change.new
            )
            try changes.set(change.path, joined)
        }
    }
}

/// One line that says whose it is, then one for each change.
extension UndoRecord {
    /// Writes the lines in pieces.
    func write<Failure>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        let head: JSONValue = ["format": .string(Self.format), "import": .string(importID)]
        var out = DocumentPieces()
        out.bytes = head.encoded() + [10]
        for change in changes.values {
            out.bytes += Self.line(change).encoded() + [10]
            try out.drain(to: sink)
        }
        try out.finish(to: sink)
    }

    /// Reads what was written.
    init(reading file: OpenFile) throws {
        var record: UndoRecord?
        try DocumentReading.forEachLine(of: file) { bytes, _ in
            guard !bytes.isEmpty else { return }
            let line = try JSONValue(parsing: Array(bytes))
            guard record != nil else { return record = try Self.head(line) }
            try record?.add(Self.change(line))
        }
        guard let record else { throw DocumentReading.malformed("it names no import") }
        self = record
    }

    private static func head(_ line: JSONValue) throws -> UndoRecord {
        try DocumentReading.requireFormat(line["format"]?.stringValue, format)
        guard let id = line["import"]?.stringValue else { throw DocumentReading.malformed("it names no import") }
        return UndoRecord(of: id)
    }

    private static func line(_ change: Change) -> JSONValue {
        [
            "path": .string(change.path.string),
            "kind": .string(change.kind.rawValue),
            "package": .string(change.package),
            "old": change.old.map { .string($0.hex) } ?? .null,
            "new": change.new.map { .string($0.hex) } ?? .null,
        ]
    }

    private static func change(_ line: JSONValue) throws -> Change {
        guard let path = line["path"]?.stringValue, let kind = line["kind"]?.stringValue,
            let package = line["package"]?.stringValue
        else {
            throw DocumentReading.malformed("one of its lines is incomplete")
        }
        return Change(
            path: try RelativePath(path),
            kind: EntryKind(rawValue: kind),
            package: package,
            old: line["old"]?.stringValue.flatMap { SHA512Digest(hex: $0) },
            new: line["new"]?.stringValue.flatMap { SHA512Digest(hex: $0) }
        )
    }
}

extension UndoRecord.Change: Spoolable {
    func pack(into bytes: inout PackedBytes) {
        bytes.pack(path)
        bytes.pack(kind.rawValue)
        bytes.pack(package)
        bytes.pack(digest: old)
        bytes.pack(digest: new)
    }

    init(unpacking bytes: inout PackedReader) {
        self.init(
            path: bytes.path(),
            kind: EntryKind(rawValue: bytes.text()),
            package: bytes.repeatedText(),
            old: bytes.optionalDigest(),
            new: bytes.optionalDigest()
        )
    }
}
