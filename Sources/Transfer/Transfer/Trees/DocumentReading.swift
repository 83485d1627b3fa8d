import Crypto
import JSON
import Posix
import Time

/// What the readers of snapshots, manifests and records have in common.
enum DocumentReading {
    /// Room for a list of half a million files; more is refused before memory runs out.
    static let limits = JSONLimits(depth: 64, bytes: 128 << 20, names: 1 << 16)
    /// The same for a document whose lists are read one by one: 512 MiB, or one and a half million files.
    static let longLimits = JSONLimits(depth: limits.depth, bytes: 512 << 20, names: limits.names)
    /// More texts than any list of ours has, and few enough to be held: two bytes of a document can be one.
    static let texts = 1 << 18
    /// More paths than a document of ours can list as files.
    static let paths = 1 << 19

    static func digest(from scanner: inout JSONScanner) throws -> SHA512Digest {
        let text = try scanner.string()
        guard let digest = SHA512Digest(hex: text) else {
            throw malformed("\"\(text.prefix(140))\" is not a lower-case SHA-512")
        }
        return digest
    }

    static func moment(from scanner: inout JSONScanner) throws -> Moment {
        let text = try scanner.string()
        guard let moment = Moment(text) else { throw malformed("its time \(text.prefix(40)) is no moment") }
        return moment
    }

    static func strings(from scanner: inout JSONScanner, atMost limit: Int = texts) throws -> [String] {
        var found: [String] = []
        try scanner.array { scanner in
            guard found.count < limit else { throw malformed("it has a list of more than \(limit) texts") }
            found.append(try scanner.string())
        }
        return found
    }

    static func nullable<T>(
        from scanner: inout JSONScanner,
        _ read: (inout JSONScanner) throws -> T
    ) throws -> T? {
        guard try scanner.peek() != .null else {
            try scanner.null()
            return nil
        }
        return try read(&scanner)
    }

    /// Checks that a list is sorted bytewise and names nothing twice.
    static func requireSorted(_ paths: some Sequence<RelativePath>, in list: String) throws {
        var last: RelativePath?
        for path in paths {
            if let last, !(last < path) { throw malformed("\(list) is not sorted, or repeats \(path)") }
            last = path
        }
    }

    /// Checks that a list of words is sorted bytewise and names nothing twice.
    static func requireSorted(_ words: [String], in list: String) throws {
        guard zip(words, words.dropFirst()).allSatisfy({ RelativePath.bytesPrecede($0, $1) }) else {
            throw malformed("\(list) is not sorted, or repeats something")
        }
    }

    /// Checks that a sorted list repeats nothing and has no path both as a file and as the folder of another file.
    static func requireTree(_ sorted: some Sequence<RelativePath>, in list: String) throws {
        // The files that the current path begins with, each the beginning of the next. Between a file `a` and one
        // below it, `a/b`, others like `a-b` may stand.
        var open: [RelativePath] = []
        for path in sorted {
            while let last = open.last, !path.string.utf8.starts(with: last.string.utf8) { open.removeLast() }
            if let last = open.last {
                guard path != last else { throw malformed("\(list) repeats \(path)") }
                guard path.dropping(prefix: last) == nil else {
                    throw malformed("\(list) has \(last) both as a file and as a folder")
                }
            }
            open.append(path)
        }
    }

    static func requireFormat(_ format: String?, _ expected: String) throws {
        guard let format else { throw malformed("it has no format") }
        guard format == expected else {
            throw TransferError(
                .refused,
                "document",
                "is of the format \(format), which this version does not read (it reads \(expected))",
                hint: "Update Packferry on this side"
            )
        }
    }

    static func repository(from scanner: inout JSONScanner) throws -> RepositoryIdentity {
        var (name, type, uuid): (String?, String?, String?)
        try scanner.object { key, scanner in
            switch key {
            case "name": name = try scanner.string()
            case "type": type = try scanner.string()
            case "uuid": uuid = try scanner.string()
            default: _ = try scanner.skipValue()
            }
        }
        guard let name, let type, let uuid, Identifier.isOne(uuid) else {
            throw malformed("repository lacks a name, a type or a uuid of 32 hex digits")
        }
        return RepositoryIdentity(name: name, type: type, uuid: uuid)
    }

    static func write(_ repository: RepositoryIdentity, to writer: inout JSONWriter) {
        writer.beginObject()
        for (key, value) in [("name", repository.name), ("type", repository.type), ("uuid", repository.uuid)] {
            writer.key(key)
            writer.string(value)
        }
        writer.endObject()
    }

    static func write(_ strings: [String], to writer: inout JSONWriter) {
        writer.beginArray()
        strings.forEach { writer.string($0) }
        writer.endArray()
    }

    /// What archives and sites are numbered with: whatever reads JSON keeps these as they are.
    static let numbers: ClosedRange<Int64> = 1...(1 << 53)

    /// What gives the bytes of a file piece by piece, until there is `nil`.
    static func pieces(of file: OpenFile) -> () throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        return {
            let count = try file.descriptor.read(into: &buffer)
            return count > 0 ? Array(buffer[..<count]) : nil
        }
    }

    /// The same of bytes that are at hand.
    static func pieces(of bytes: [UInt8]) -> () throws -> [UInt8]? {
        var rest: [UInt8]? = bytes
        return { rest.take() }
    }

    /// Lends the lines of a file one by one, without their line feeds; what stands behind the last of these, or is longer
    /// than a line may be, is no whole one.
    static func forEachLine(
        of file: OpenFile,
        longest: Int = .max,
        _ body: (_ line: ArraySlice<UInt8>, _ isWhole: Bool) throws -> Void
    ) throws {
        let next = pieces(of: file)
        var rest: [UInt8] = []
        while let piece = try next() {
            rest += piece
            var start = 0
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                try body(rest[start..<end], true)
                start = end + 1
            }
            rest.removeSubrange(..<start)
            guard rest.count <= longest else { break }
        }
        if !rest.isEmpty { try body(rest[...], false) }
    }

    static func malformed(_ cause: String) -> TransferError {
        TransferError(.malformed, "document", "is damaged: \(cause)")
    }

    /// Runs `body` and names the document in whatever it throws.
    static func naming<T>(_ subject: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as TransferError {
            throw TransferError(error.code, subject, error.cause, hint: error.hint)
        } catch let error as JSONError {
            throw TransferError(.malformed, subject, "is not the JSON it should be: \(error)")
        } catch let error as PathError {
            throw TransferError(.malformed, subject, "is damaged: \(error)")
        }
    }

    /// The same for what Packferry keeps beside a tree, with the cure.
    static func namingRecords<T>(_ path: String, hint: String, _ body: () throws -> T) throws -> T {
        do {
            return try naming(path, body)
        } catch let error as TransferError where error.code == .malformed {
            throw TransferError(.recordsDamaged, path, error.cause, hint: hint)
        }
    }
}

extension JSONWriter {
    /// A member whose value is text.
    mutating func member(_ name: String, _ value: String) {
        key(name)
        string(value)
    }
}
