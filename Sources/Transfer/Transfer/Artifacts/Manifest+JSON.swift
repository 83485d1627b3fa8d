import Crypto
import JSON
import Posix
import Time

extension Manifest {
    static let format = "packferry.archive/1"

    /// The document, one file entry per line.
    ///
    /// The same manifest gives the same bytes.
    package var encoded: [UInt8] {
        var out: [UInt8] = []
        writeHead(to: &out)
        for (index, file) in files.enumerated() {
            var writer = JSONWriter()
            writer.beginObject()
            file.entry.writeMembers(to: &writer)
            writer.key("op")
            writer.string(file.operation.rawValue)
            writer.endObject()
            out.append(contentsOf: (index == 0 ? "\n" : ",\n").utf8)
            out.append(contentsOf: writer.finish())
        }
        out.append(contentsOf: "\n],".utf8)
        writeTail(to: &out)
        return out
    }

    /// The id of the archive that carries a manifest of these bytes: 32 hex digits of their SHA-512.
    package static func archiveID(of encoded: [UInt8]) -> String { String(SHA512.hash(encoded).hex.prefix(32)) }

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

    private func writeTail(to out: inout [UInt8]) {
        var writer = JSONWriter()
        writer.beginObject()
        if !keys.isEmpty {
            writer.key("keys")
            DocumentReading.write(keys.map(\.text), to: &writer)
        }
        writer.key("deletes")
        writer.beginArray()
        for delete in deletes {
            writer.beginObject()
            writer.key("path")
            writer.string(delete.path.string)
            writer.key("sha512")
            writer.string(delete.sha512.hex)
            writer.endObject()
        }
        writer.endArray()
        writer.key("warnings")
        DocumentReading.write(warnings, to: &writer)
        writer.endObject()
        out.append(contentsOf: writer.finish().dropFirst())
        out.append(UInt8(ascii: "\n"))
    }

    /// Reads a manifest and refuses what no writer of this format can have written.
    package init(parsing bytes: [UInt8]) throws {
        self = try DocumentReading.naming("manifest.json") {
            var reader = ManifestReader()
            var scanner = try JSONScanner(bytes, limits: DocumentReading.limits, duplicateKeys: .reject)
            try scanner.object { key, scanner in try reader.take(key, from: &scanner) }
            try scanner.end()
            return try reader.finish()
        }
    }
}
