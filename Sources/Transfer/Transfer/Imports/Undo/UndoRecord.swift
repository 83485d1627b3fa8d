import Crypto
import JSON
import Posix

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
    private(set) var changes: [RelativePath: Change] = [:]

    init(of importID: String, _ changes: [Change] = []) {
        self.importID = importID
        for change in changes { self.changes[change.path] = change }
    }

    /// Takes in what a further apply of the same archive did: what was there before the first one is what counts.
    mutating func add(_ later: UndoRecord) {
        for change in later.changes.values {
            changes[change.path] = Change(
                path: change.path,
                kind: change.kind,
                package: change.package,
                old: changes[change.path].map(\.old) ?? change.old,
                new: change.new
            )
        }
    }

    /// In the order of their paths.
    var sorted: [Change] { changes.values.sorted { $0.path < $1.path } }
}

/// One line that says whose it is, then one for each change.
extension UndoRecord {
    var encoded: [UInt8] {
        let head: JSONValue = ["format": .string(Self.format), "import": .string(importID)]
        return sorted.reduce(into: head.encoded() + [10]) { $0 += Self.line($1).encoded() + [10] }
    }

    init(parsing bytes: [UInt8]) throws {
        var lines = bytes.split(separator: 10).makeIterator()
        let head = try lines.next().map { try JSONValue(parsing: Array($0)) }
        try DocumentReading.requireFormat(head?["format"]?.stringValue, Self.format)
        guard let id = head?["import"]?.stringValue else { throw DocumentReading.malformed("it names no import") }
        self.init(of: id)
        while let line = lines.next() {
            let change = try Self.change(JSONValue(parsing: Array(line)))
            changes[change.path] = change
        }
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
