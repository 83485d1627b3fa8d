import Crypto
import JSON
import Posix
import Spooling
import Time

extension Snapshot {
    static let format = "packferry.snapshot/1"

    /// The document, one file entry per line so that `diff` and `grep` work.
    ///
    /// The same snapshot gives the same bytes.
    package var encoded: [UInt8] {
        DocumentPieces.joined { write(to: $0) }
    }

    /// Writes the document in pieces.
    package func write<Failure>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        var out = DocumentPieces()
        writeHead(to: &out.bytes)
        try out.add(entries, to: sink) { $0.writeMembers(to: &$1) }
        var tail = JSONWriter()
        DocumentReading.write(warnings, to: &tail)
        out.bytes.append(contentsOf: "\n],\"warnings\":".utf8)
        out.bytes.append(contentsOf: tail.finish())
        out.bytes.append(contentsOf: "}\n".utf8)
        try out.finish(to: sink)
    }

    private func writeHead(to out: inout [UInt8]) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("format")
        writer.string(Self.format)
        writer.key("id")
        writer.string(id)
        writer.key("repository")
        DocumentReading.write(repository, to: &writer)
        writer.key("created")
        writer.string(created.text(.seconds))
        writer.key("generator")
        writer.string(generator)
        writer.key("platforms")
        DocumentReading.write(platforms, to: &writer)
        writer.key("counts")
        counts.write(to: &writer)
        writer.key("state_digest")
        writer.string(stateDigest.hex)
        writer.endObject()
        out.append(contentsOf: writer.finish().dropLast())
        out.append(contentsOf: ",\"files\":[".utf8)
    }

    /// Reads what `encoded` writes.
    ///
    /// Counts, digest and id are derived again and must be those that it states.
    package init(parsing bytes: [UInt8], named subject: String = "snapshot.json") throws {
        try self.init(named: subject, reading: DocumentReading.pieces(of: bytes))
    }

    /// The same of bytes that come piece by piece, until there is `nil`.
    package init(named subject: String = "snapshot.json", reading next: @escaping () throws -> [UInt8]?) throws {
        self = try DocumentReading.naming(subject) {
            var reader = SnapshotReader()
            var stream = JSONObjectStream(limits: DocumentReading.longLimits, from: next)
            try stream.read(lists: ["files"]) { key, scanner in
                try reader.take(key, from: &scanner)
            } element: { _, scanner in
                try reader.takeEntry(from: &scanner)
            }
            return try reader.finish(stream.names)
        }
    }
}

extension SnapshotCounts {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("files")
        writer.integer(Int64(files))
        writer.key("bytes")
        writer.integer(bytes)
        writer.key("packages")
        writer.integer(Int64(packages))
        writer.key("versions")
        writer.integer(Int64(versions))
        writer.endObject()
    }

    init(from scanner: inout JSONScanner) throws {
        var numbers: [String: Int64] = [:]
        try scanner.object { key, scanner in
            switch key {
            case "files", "bytes", "packages", "versions": numbers[key.string] = try scanner.integer()
            default: _ = try scanner.skipValue()
            }
        }
        self.init(
            files: Int(numbers["files"] ?? -1),
            bytes: numbers["bytes"] ?? -1,
            packages: Int(numbers["packages"] ?? -1),
            versions: Int(numbers["versions"] ?? -1)
        )
    }
}

/// Collects the members of a snapshot document.
private struct SnapshotReader {
    private var format: String?
    private var id: String?
    private var repository: RepositoryIdentity?
    private var created: Moment?
    private var generator: String?
    private var platforms: [String]?
    private var counts: SnapshotCounts?
    private var stateDigest: String?
    private var entries = SpooledListBuilder<Entry>()
    private var warnings: [String]?

    mutating func take(_ key: String, from scanner: inout JSONScanner) throws {
        switch key {
        case "format": format = try scanner.string()
        case "id": id = try scanner.string()
        case "repository": repository = try DocumentReading.repository(from: &scanner)
        case "created": created = try DocumentReading.moment(from: &scanner)
        case "generator": generator = try scanner.string()
        case "platforms":
            platforms = try DocumentReading.strings(from: &scanner, atMost: SnapshotLimits.platforms)
        case "counts": counts = try SnapshotCounts(from: &scanner)
        case "state_digest": stateDigest = try scanner.string()
        case "files": try scanner.beginArray()
        case "warnings": warnings = try DocumentReading.strings(from: &scanner)
        default: _ = try scanner.skipValue()
        }
    }

    mutating func takeEntry(from scanner: inout JSONScanner) throws {
        var entry = EntryReader()
        try scanner.object { key, scanner in
            if try !entry.take(key, from: &scanner) { _ = try scanner.skipValue() }
        }
        try entries.append(entry.finish())
    }

    consuming func finish(_ members: Set<String>) throws -> Snapshot {
        try DocumentReading.requireFormat(format, Snapshot.format)
        guard let repository, let id, let counts, let stateDigest, let created, let generator, let platforms,
            let warnings, members.contains("files")
        else { throw DocumentReading.malformed("it lacks a member that every snapshot has") }
        let entries = try entries.finish()
        try DocumentReading.requireSorted(entries.lazy.map(\.path), in: "files")
        try DocumentReading.requireTree(entries.lazy.map(\.path), in: "files")
        try DocumentReading.requireSorted(platforms, in: "platforms")
        let snapshot = Snapshot(
            repository: repository,
            created: created,
            generator: generator,
            platforms: platforms,
            sorted: entries,
            warnings: warnings
        )
        guard snapshot.id == id, snapshot.stateDigest.hex == stateDigest, snapshot.counts == counts else {
            throw DocumentReading.malformed("its id, counts or state_digest are not those of its files")
        }
        return snapshot
    }
}
