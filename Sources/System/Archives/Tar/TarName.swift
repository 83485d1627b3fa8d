import Posix

/// The one PAX record that is written: `LENGTH path=PATH\n`, where LENGTH counts itself (POSIX.1-2017, pax).
enum PaxPath {
    /// Bytes of a record that are read at most: enough for a path that is too long to be named as such.
    private static let bound: Int64 = 8192

    static func encode(_ path: RelativePath) -> [UInt8] {
        let rest = Array(" path=\(path.string)\n".utf8)
        var length = rest.count
        while String(length).utf8.count + rest.count != length { length = String(length).utf8.count + rest.count }
        return Array(String(length).utf8) + rest
    }

    /// Refuses the header of a record that the writer could not have written.
    static func check(_ header: TarHeader) throws(TarFault) {
        guard header.name == .extended else { throw TarFault(.paxRecord, "is a PAX header by another name") }
        guard (1...bound).contains(header.size) else {
            throw TarFault(.paxRecord, "has a PAX record of \(header.size) bytes")
        }
    }

    /// The bytes of the path, unchecked, in the one record that `record` must be.
    static func decode(_ record: [UInt8]) throws(TarFault) -> ArraySlice<UInt8> {
        let length = record.prefix { $0 != UInt8(ascii: " ") }
        let rest = record[length.endIndex...].dropFirst()
        let key = rest.prefix { $0 != UInt8(ascii: "=") }
        guard !length.isEmpty, key.endIndex < record.endIndex else {
            throw TarFault(.paxRecord, "has a PAX record that is not LENGTH path=PATH")
        }
        guard key.elementsEqual("path".utf8) else {
            let shown = PathError.printable(String(decoding: key.prefix(80), as: UTF8.self))
            throw TarFault(.paxRecord, "sets \"\(shown)\" in a PAX record; only path is written")
        }
        guard record.last == UInt8(ascii: "\n"), length.elementsEqual(String(record.count).utf8) else {
            throw TarFault(.paxRecord, "has a PAX record of another length than it says, or several")
        }
        return rest[key.endIndex...].dropFirst().dropLast()
    }
}

/// How a path lies in the two name fields of a ustar header.
///
/// A path has exactly one form (docs/formats/tar.md): the name field alone; else split at the first slash that leaves
/// both halves short enough; else, and whenever it is not ASCII, a PAX record, with `shortened` in the header.
struct TarName: Equatable {
    let prefix: ArraySlice<UInt8>
    let name: ArraySlice<UInt8>

    /// What a PAX record's own header is called.
    static let extended = TarName(prefix: [], name: ArraySlice("PaxHeader".utf8))

    init(prefix: ArraySlice<UInt8>, name: ArraySlice<UInt8>) {
        self.prefix = prefix
        self.name = name
    }

    /// The form without a PAX record; `nil` when the path needs one.
    init?(_ path: RelativePath) {
        let bytes = Array(path.string.utf8)
        guard bytes.allSatisfy({ $0 < 0x80 }), let start = Self.nameStart(bytes) else { return nil }
        prefix = bytes[..<max(0, start - 1)]
        name = bytes[start...]
    }

    /// What the header shows of a path that lies in a PAX record: the start of its last component.
    ///
    /// A reader without PAX then drops the file under a harmless name and never climbs anywhere.
    init(shortened path: RelativePath) {
        var kept: [UInt8] = []
        for character in path.lastComponent.unicodeScalars {
            let bytes = UTF8.encode(character) ?? UTF8.encodedReplacementCharacter
            guard kept.count + bytes.count <= TarField.name.range.count else { break }
            kept += bytes
        }
        self.init(prefix: [], name: kept[...])
    }

    /// The path that the fields say, whether it is allowed or not.
    var joined: [UInt8] { prefix.isEmpty ? Array(name) : prefix + [UInt8(ascii: "/")] + name }

    private static func nameStart(_ bytes: [UInt8]) -> Int? {
        let longest = TarField.name.range.count
        guard bytes.count > longest else { return 0 }
        let firstSlash = bytes.count - longest - 1
        let lastSlash = min(TarField.prefix.range.count, bytes.count - 2)
        guard firstSlash <= lastSlash else { return nil }
        return bytes[firstSlash...lastSlash].firstIndex(of: UInt8(ascii: "/")).map { $0 + 1 }
    }
}
