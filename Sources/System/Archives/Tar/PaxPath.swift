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
