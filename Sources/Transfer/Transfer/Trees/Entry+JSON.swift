import Crypto
import JSON
import Posix

extension Entry {
    /// Writes the members of one entry into an open object, in the order of docs/formats/snapshot.md.
    func writeMembers(to writer: inout JSONWriter) {
        writer.key("path")
        writer.string(path.string)
        writer.key("size")
        writer.integer(size)
        writer.key("sha512")
        writer.string(sha512.hex)
        writer.key("kind")
        writer.string(kind.rawValue)
        writer.key("package")
        writer.string(package)
        if let version {
            writer.key("version")
            writer.string(version)
        }
        if held {
            writer.key("held")
            writer.bool(true)
        }
    }
}

/// Collects the members of one entry while an object is being read.
struct EntryReader {
    /// 1 TiB: no file of ours comes near, and sums of as many as a document can list stay in range.
    private static let sizes: ClosedRange<Int64> = 0...(1 << 40)

    private var path: RelativePath?
    private var size: Int64?
    private var sha512: SHA512Digest?
    private var kind: EntryKind?
    private var package: String?
    private var version: String?
    private var held = false

    /// Takes the member `key` if it is one of an entry's; unknown ones are left to the caller.
    mutating func take(_ key: JSONKey, from scanner: inout JSONScanner) throws -> Bool {
        switch key {
        case "path": path = try RelativePath(scanner.string())
        case "size": size = try scanner.integer()
        case "sha512": sha512 = try DocumentReading.digest(from: &scanner)
        case "kind": kind = EntryKind(rawValue: try scanner.string())
        case "package": package = try scanner.string()
        case "version": version = try scanner.string()
        case "held": held = try scanner.bool()
        default: return false
        }
        return true
    }

    /// The entry, once all that must be there was.
    func finish() throws -> Entry {
        guard let path, let size, let sha512, let kind, let package else {
            throw DocumentReading.malformed("a file entry lacks path, size, sha512, kind or package")
        }
        guard Self.sizes.contains(size) else { throw DocumentReading.malformed("\(path) cannot have \(size) bytes") }
        return Entry(
            path: path,
            size: size,
            sha512: sha512,
            kind: kind,
            package: package,
            version: version,
            held: held
        )
    }
}
