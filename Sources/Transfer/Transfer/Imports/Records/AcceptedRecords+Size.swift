import JSON
import Posix

extension AcceptedRecords {
    /// An upper bound of the length of the document, without writing it.
    var greatestSize: Int {
        // The names of the members, a digest, a uuid and a sequence come to less than this.
        let line = 384
        let paths = files.keys.reduce(0) { $0 + line + $1.string.greatestSize }
        let conflicting = conflicts.keys.reduce(0) { $0 + line + $1.string.greatestSize }
        let merged = documents.reduce(0) { sum, pair in
            let names = pair.key.path.string.greatestSize + pair.key.source.greatestSize
            return sum + line + names + pair.value.record.greatestSize
        }
        let sources = sources.reduce(files.values.reduce(0) { $0 + $1.source.greatestSize }) { $0 + $1.greatestSize }
        return line + paths + conflicting + merged + sources + targets.count * line
    }
}

extension JSONValue {
    fileprivate var greatestSize: Int {
        switch self {
        case .null, .bool, .integer, .number: 32
        case .string(let text): text.greatestSize
        case .array(let elements): elements.reduce(2) { $0 + $1.greatestSize + 1 }
        case .object(let members): members.reduce(2) { $0 + $1.0.greatestSize + $1.1.greatestSize + 2 }
        }
    }
}

extension String {
    /// The greatest length as a JSON string: quotes and backslashes count twice, control characters six times.
    fileprivate var greatestSize: Int {
        utf8.reduce(2) { sum, byte in
            sum + (byte < 0x20 ? 6 : byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? 2 : 1)
        }
    }
}
