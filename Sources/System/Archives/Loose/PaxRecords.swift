/// What a PAX header says of the entry after it, as far as it matters here: `LENGTH key=value\n`, any number of them.
struct PaxRecords {
    private(set) var path: [UInt8]?
    private(set) var size: Int64?

    /// Reads the body of a PAX header; stops at what is no record, as node-tar does.
    init(_ body: [UInt8]) {
        var rest = body[...]
        while let record = Self.next(&rest) {
            guard let sign = record.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let value = record[record.index(after: sign)...]
            switch String(decoding: record[..<sign], as: UTF8.self) {
            case "path": path = Array(value)
            case "size": size = Int64(String(decoding: value, as: UTF8.self)).flatMap { $0 < 0 ? nil : $0 }
            default: break
            }
        }
    }

    /// The next `key=value`, taken from the front of `rest`.
    private static func next(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let blank = rest.prefix(20).firstIndex(of: UInt8(ascii: " ")),
            let length = Int(String(decoding: rest[..<blank], as: UTF8.self)),
            length > blank - rest.startIndex + 1, length <= rest.count
        else { return nil }
        let end = rest.index(rest.startIndex, offsetBy: length)
        defer { rest = rest[end...] }
        return rest[rest.index(after: blank)..<rest.index(before: end)]
    }
}
