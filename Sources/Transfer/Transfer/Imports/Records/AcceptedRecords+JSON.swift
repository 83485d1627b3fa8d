import Crypto
import JSON
import Posix

extension AcceptedRecords {
    static let format = "packferry.accepted/1"
    /// 512 MiB: what is longer is neither written nor read.
    static let limit = 512 << 20

    /// The document, one record per line; the same records give the same bytes.
    var encoded: [UInt8] {
        var out: [UInt8] = []
        writeHead(to: &out)
        Self.writeLines("files", files, to: &out) { path, file, writer in
            writer.member("path", path.string)
            writer.member("sha512", file.sha512.hex)
            writer.member("source", file.source)
            writer.key("sequence")
            writer.integer(file.sequence)
            guard file.prior else { return }
            writer.key("prior")
            writer.bool(true)
        }
        Self.writeLines("documents", documents, to: &out) { key, document, writer in
            writer.member("path", key.path.string)
            writer.member("sha512", document.sha512.hex)
            writer.member("source", key.source)
            writer.key("sequence")
            writer.integer(document.sequence)
            writer.key("record")
            writer.value(document.record)
        }
        Self.writeLines("conflicts", conflicts, to: &out) { path, digest, writer in
            writer.member("path", path.string)
            writer.member("sha512", digest.hex)
        }
        if !pending.isEmpty {
            Self.writeLines("pending", pending, to: &out) { path, delete, writer in
                writer.member("path", path.string)
                writer.member("sha512", delete.sha512.hex)
                writer.member("source", delete.source)
                writer.key("sequence")
                writer.integer(delete.sequence)
            }
        }
        out.append(contentsOf: "}\n".utf8)
        return out
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

    private static func writeLines<Key: Comparable, Value>(
        _ name: String,
        _ values: [Key: Value],
        to out: inout [UInt8],
        _ write: (Key, Value, inout JSONWriter) -> Void
    ) {
        out.append(contentsOf: ",\"\(name)\":[".utf8)
        for (index, pair) in values.sorted(by: { $0.key < $1.key }).enumerated() {
            var writer = JSONWriter()
            writer.beginObject()
            write(pair.key, pair.value, &writer)
            writer.endObject()
            out.append(contentsOf: (index == 0 ? "\n" : ",\n").utf8)
            out.append(contentsOf: writer.finish())
        }
        out.append(UInt8(ascii: "]"))
    }

    /// Reads what `encoded` wrote.
    init(parsing bytes: [UInt8]) throws {
        self.init()
        var scanner = try JSONScanner(bytes, limits: JSONLimits(depth: 64, bytes: Self.limit))
        var format: String?
        var hasTargets = false
        try scanner.object { key, scanner in
            switch key {
            case "format": format = try scanner.string()
            case "sources": sources = try DocumentReading.strings(from: &scanner)
            case "targets":
                try scanner.array { scanner in accept(try Self.target(from: &scanner)) }
                hasTargets = true
            case "files": try Self.readRecords(from: &scanner) { files[$0.path] = try $0.file() }
            case "documents":
                try Self.readRecords(from: &scanner) { line in
                    let (key, document) = try line.document()
                    documents[key] = document
                }
            case "pending": try Self.readRecords(from: &scanner) { pending[$0.path] = try $0.pending() }
            case "conflicts": try Self.readRecords(from: &scanner) { conflicts[$0.path] = $0.sha512 }
            default: _ = try scanner.skipValue()
            }
        }
        try scanner.end()
        try DocumentReading.requireFormat(format, Self.format)
        guard hasTargets else { throw DocumentReading.malformed("it lists no targets") }
    }

    private static func target(from scanner: inout JSONScanner) throws -> Target {
        let value = try scanner.value()
        guard let snapshot = value["snapshot"]?.stringValue, let source = value["source"]?.stringValue,
            let sequence = value["sequence"]?.integerValue, let archiveID = value["archive_id"]?.stringValue
        else { throw DocumentReading.malformed("one of its targets is incomplete") }
        return Target(snapshot: snapshot, source: source, sequence: sequence, archiveID: archiveID)
    }

    private static func readRecords(
        from scanner: inout JSONScanner,
        _ take: (AcceptedLine) throws -> Void
    ) throws {
        try scanner.array { scanner in try take(try AcceptedLine(from: &scanner)) }
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
