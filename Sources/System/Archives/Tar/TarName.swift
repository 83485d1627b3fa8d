import Posix

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
