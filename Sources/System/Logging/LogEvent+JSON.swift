extension LogEvent {
    private static let ownNames: Set<String> = ["time", "level", "label", "message"]

    var json: [UInt8] {
        var line = Array("{\"time\":\"\(timestamp)\",\"level\":\"\(level.rawValue)\"".utf8)
        Self.append("label", label, to: &line)
        Self.append("message", message, to: &line)
        for (name, value) in sortedFields {
            // No name may be there twice: a field that is called as one of ours steps aside.
            Self.append(Self.ownNames.contains(name) ? "_\(name)" : name, value, to: &line)
        }
        line.append(contentsOf: "}\n".utf8)
        return line
    }

    private static func append(_ name: String, _ value: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: ","))
        appendString(name, to: &line)
        line.append(UInt8(ascii: ":"))
        appendString(value, to: &line)
    }

    /// RFC 8259 §7; DEL is escaped too, for terminals.
    private static func appendString(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                line.append(UInt8(ascii: "\\"))
                line.append(byte)
            case 0..<0x20, 0x7F:
                line.append(contentsOf: byte < 0x10 ? "\\u000".utf8 : "\\u00".utf8)
                line.append(contentsOf: String(byte, radix: 16).utf8)
            default:
                line.append(byte)
            }
        }
        line.append(UInt8(ascii: "\""))
    }
}
