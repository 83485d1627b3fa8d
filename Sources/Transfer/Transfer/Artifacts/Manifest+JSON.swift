package import Crypto
import JSON
import Posix
import Spooling
import Time

extension Manifest {
    static let format = "packferry.archive/1"

    /// The document, one file entry per line.
    ///
    /// The same manifest gives the same bytes.
    package var encoded: [UInt8] {
        DocumentPieces.joined { write(to: $0) }
    }

    /// Writes the document in pieces.
    package func write<Failure>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        var out = DocumentPieces()
        writeHead(to: &out.bytes)
        try out.add(files, to: sink) { file, writer in
            file.entry.writeMembers(to: &writer)
            writer.member("op", file.operation.rawValue)
        }
        out.bytes.append(contentsOf: "\n],".utf8)
        try writeTail(to: &out, sink)
        try out.finish(to: sink)
    }

    /// The id of the archive that carries a manifest whose bytes have that digest: the first 32 of its hex digits.
    package static func archiveID(of digest: SHA512Digest) -> String { String(digest.hex.prefix(32)) }

    private func writeHead(to out: inout [UInt8]) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("format")
        writer.string(Self.format)
        if let name { writer.member("name", name) }
        writer.key("repository")
        DocumentReading.write(repository, to: &writer)
        writer.key("sequence")
        writer.integer(sequence)
        writer.key("scope")
        writer.string(scope.rawValue)
        writer.key("base")
        writeBase(to: &writer)
        writer.key("target")
        writer.beginObject()
        writer.key("snapshot")
        writer.string(target)
        writer.key("state_digest")
        writer.string(stateDigest.hex)
        writer.endObject()
        writer.key("platforms")
        DocumentReading.write(platforms, to: &writer)
        writer.key("created")
        writer.string(created.text(.seconds))
        writer.key("generator")
        writer.string(generator)
        writer.key("counts")
        counts.write(to: &writer)
        writer.endObject()
        out.append(contentsOf: writer.finish().dropLast())
        out.append(contentsOf: ",\"files\":[".utf8)
    }

    private func writeBase(to writer: inout JSONWriter) {
        guard let base else { return writer.null() }
        writer.beginObject()
        writer.key("snapshot")
        writer.string(base)
        if let baseArchive {
            writer.member("archive", baseArchive.name)
            writer.key("sequence")
            writer.integer(baseArchive.sequence)
        }
        writer.key("sites")
        writer.beginArray()
        for site in baseSites {
            writer.beginObject()
            writer.member("name", site.name)
            writer.key("snapshot")
            if let snapshot = site.snapshot { writer.string(snapshot) } else { writer.null() }
            writer.key("counter")
            writer.integer(site.counter)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    private func writeTail<Failure>(
        to out: inout DocumentPieces,
        _ sink: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        if !keys.isEmpty {
            var writer = JSONWriter()
            DocumentReading.write(keys.map(\.text), to: &writer)
            out.bytes.append(contentsOf: Array("\"keys\":".utf8) + writer.finish() + Array(",".utf8))
        }
        out.bytes.append(contentsOf: "\"deletes\":[".utf8)
        try out.add(deletes, separatedBy: ",", to: sink) { delete, writer in
            writer.member("path", delete.path.string)
            writer.member("sha512", delete.sha512.hex)
        }
        var writer = JSONWriter()
        DocumentReading.write(warnings, to: &writer)
        out.bytes.append(contentsOf: Array("],\"warnings\":".utf8) + writer.finish() + Array("}\n".utf8))
    }

    /// Reads a manifest and refuses what no writer of this format can have written.
    package init(parsing bytes: [UInt8]) throws {
        try self.init(reading: DocumentReading.pieces(of: bytes))
    }

    /// The same of bytes that come piece by piece, until there is `nil`.
    package init(reading next: @escaping () throws -> [UInt8]?) throws {
        self = try DocumentReading.naming("manifest.json") {
            var reader = ManifestReader()
            var stream = JSONObjectStream(limits: DocumentReading.longLimits, from: next)
            try stream.read(lists: ["files", "deletes"]) { key, scanner in
                try reader.take(key, from: &scanner)
            } element: { list, scanner in
                if list == "files" {
                    try reader.takeFile(from: &scanner)
                } else {
                    try reader.takeDelete(from: &scanner)
                }
            }
            return try reader.finish(stream.names)
        }
    }
}
