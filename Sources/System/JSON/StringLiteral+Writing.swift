extension StringLiteral {
    /// Appends `text` as it stands between quotes: only the quote, the backslash and control characters are escaped.
    static func appendEscaped(_ text: String, to bytes: inout [UInt8]) {
        let span = text.utf8.span
        guard endOfPlainRun(span, from: 0, to: span.count) < span.count else {
            return bytes.append(contentsOf: text.utf8)
        }
        for index in 0..<span.count {
            let byte = span[index]
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                bytes.append(byte)
            } else {
                appendEscape(of: byte, to: &bytes)
            }
        }
    }

    private static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default: bytes.append(contentsOf: [0x75, 0x30, 0x30, digit(byte >> 4), digit(byte & 0xF)])
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
    }
}
