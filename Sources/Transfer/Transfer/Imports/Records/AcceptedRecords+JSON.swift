import Crypto
import JSON
import Posix
import Spooling

extension AcceptedRecords {
    static let format = "packferry.accepted/1"
    /// 512 MiB: what is longer is neither written nor read.
    static let limit = 512 << 20

    /// What the line of a path takes at most, in bytes, without the record that a merge left behind.
    static func mostBytes(of path: RelativePath) -> Int { 2 * path.string.utf8.count + 512 }

    /// The document, one record per line; the same records give the same bytes.
    var encoded: [UInt8] {
        DocumentPieces.joined { write(to: $0) }
    }

    /// Writes the document in pieces.
    func write<Failure>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        var out = DocumentPieces()
        writeHead(to: &out.bytes)
        try Self.writeLines("files", files, to: &out, sink) { pair, writer in
            writer.member("path", pair.key.string)
            writer.member("sha512", pair.value.sha512.hex)
            writer.member("source", pair.value.source)
            writer.key("sequence")
            writer.integer(pair.value.sequence)
            guard pair.value.prior else { return }
            writer.key("prior")
            writer.bool(true)
        }
        try Self.writeLines("documents", documents, to: &out, sink) { pair, writer in
            writer.member("path", pair.key.path.string)
            writer.member("sha512", pair.value.sha512.hex)
            writer.member("source", pair.key.source)
            writer.key("sequence")
            writer.integer(pair.value.sequence)
            writer.key("record")
            writer.value(pair.value.record)
        }
        try Self.writeLines("conflicts", conflicts.sorted { $0.key < $1.key }, to: &out, sink) { pair, writer in
            writer.member("path", pair.key.string)
            writer.member("sha512", pair.value.hex)
        }
        if !pending.isEmpty {
            try Self.writeLines("pending", pending.sorted { $0.key < $1.key }, to: &out, sink) { pair, writer in
                writer.member("path", pair.key.string)
                writer.member("sha512", pair.value.sha512.hex)
                writer.member("source", pair.value.source)
                writer.key("sequence")
                writer.integer(pair.value.sequence)
            }
        }
        out.bytes.append(contentsOf: "}\n".utf8)
        try out.finish(to: sink)
    }

    private func writeHead(to out: inout [UInt8]) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("format", Self.format)
        writer.key("sources")
        DocumentReading.write(sources, to: &writer)
        writer.key("targets")
        writer.beginArray()
        for target in targets { Self.write(target, to: &writer) }
        writer.endArray()
        writer.endObject()
        out.append(contentsOf: writer.finish().dropLast())
    }

    private static func write(_ target: Target, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("snapshot", target.snapshot)
        writer.member("source", target.source)
        writer.key("sequence")
        writer.integer(target.sequence)
        writer.member("archive_id", target.archiveID)
        writer.endObject()
    }

    private static func writeLines<Lines: Sequence, Failure>(
        _ name: String,
        _ lines: Lines,
        to out: inout DocumentPieces,
        _ sink: ([UInt8]) throws(Failure) -> Void,
        _ write: (Lines.Element, inout JSONWriter) -> Void
    ) throws(Failure) {
        out.bytes.append(contentsOf: ",\"\(name)\":[".utf8)
        try out.add(lines, to: sink, write)
        out.bytes.append(UInt8(ascii: "]"))
    }

    /// Reads what `encoded` wrote.
    init(parsing bytes: [UInt8]) throws {
        try self.init(reading: DocumentReading.pieces(of: bytes))
    }

    /// The same of bytes that come piece by piece, until there is `nil`.
    init(reading next: @escaping () throws -> [UInt8]?) throws {
        self.init()
        var format: String?
        var stream = JSONObjectStream(limits: JSONLimits(depth: 64, bytes: Self.limit), from: next)
        try stream.read(lists: ["targets", "files", "documents", "pending", "conflicts"]) { key, scanner in
            switch key {
            case "format": format = try scanner.string()
            case "sources": sources = try DocumentReading.strings(from: &scanner)
            case "targets", "files", "documents", "pending", "conflicts": try scanner.beginArray()
            default: _ = try scanner.skipValue()
            }
        } element: { list, scanner in
            switch list {
            case "targets": accept(try Self.target(from: &scanner))
            case "files":
                let line = try AcceptedLine(from: &scanner)
                try files.set(line.path, line.file())
            case "documents":
                let (key, document) = try AcceptedLine(from: &scanner).document()
                try documents.set(key, document)
            case "pending":
                let line = try AcceptedLine(from: &scanner)
                pending[line.path] = try line.pending()
            default:
                let line = try AcceptedLine(from: &scanner)
                conflicts[line.path] = line.sha512
            }
        }
        try DocumentReading.requireFormat(format, Self.format)
        guard stream.names.contains("targets") else { throw DocumentReading.malformed("it lists no targets") }
    }

    private static func target(from scanner: inout JSONScanner) throws -> Target {
        let value = try scanner.value()
        guard let snapshot = value["snapshot"]?.stringValue, let source = value["source"]?.stringValue,
            let sequence = value["sequence"]?.integerValue, let archiveID = value["archive_id"]?.stringValue
        else { throw DocumentReading.malformed("one of its targets is incomplete") }
        return Target(snapshot: snapshot, source: source, sequence: sequence, archiveID: archiveID)
    }
}

/// One line of the document, whichever list it stands in.
private struct AcceptedLine {
    let path: RelativePath
    let sha512: SHA512Digest
    private var source: String?
    private var sequence: Int64?
    private var prior = false
    private var record: JSONValue?

    init(from scanner: inout JSONScanner) throws {
        var (path, sha512): (RelativePath?, SHA512Digest?)
        var (source, sequence, prior): (String?, Int64?, Bool) = (nil, nil, false)
        var record: JSONValue?
        try scanner.object { key, scanner in
            switch key {
            case "path": path = try RelativePath(scanner.string())
            case "sha512": sha512 = try DocumentReading.digest(from: &scanner)
            case "source": source = try scanner.string()
            case "sequence": sequence = try scanner.integer()
            case "prior": prior = try scanner.bool()
            case "record": record = try scanner.value()
            default: _ = try scanner.skipValue()
            }
        }
        guard let path, let sha512 else { throw DocumentReading.malformed("a record lacks path or sha512") }
        self.path = path
        self.sha512 = sha512
        self.source = source
        self.sequence = sequence
        self.prior = prior
        self.record = record
    }

    func file() throws -> AcceptedRecords.File {
        guard let source, let sequence else { throw DocumentReading.malformed("\(path) has no source or sequence") }
        return AcceptedRecords.File(sha512: sha512, source: source, sequence: sequence, prior: prior)
    }

    func pending() throws -> AcceptedRecords.Pending {
        let file = try file()
        return AcceptedRecords.Pending(sha512: file.sha512, source: file.source, sequence: file.sequence)
    }

    func document() throws -> (AcceptedRecords.DocumentKey, AcceptedRecords.Document) {
        guard let source, let sequence, let record else {
            throw DocumentReading.malformed("\(path) has no source, sequence or record")
        }
        let document = AcceptedRecords.Document(sha512: sha512, sequence: sequence, record: record)
        return (AcceptedRecords.DocumentKey(path: path, source: source), document)
    }
}
