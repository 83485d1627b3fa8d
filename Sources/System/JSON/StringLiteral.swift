/// The text of a string literal (RFC 8259 §7): finding its end, checking it, and decoding it.
enum StringLiteral {
    /// Validates the literal whose first byte after the quote is `start`; gives the offset of its closing quote.
    static func close(
        _ bytes: Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(JSONError) -> (quote: Int, isEscaped: Bool) {
        var index = start
        var isEscaped = false
        while true {
            index = endOfPlainRun(bytes, from: index, to: end)
            guard index < end else { throw JSONError(.unexpectedEnd, at: end, in: bytes) }
            switch bytes[index] {
            case UInt8(ascii: "\""): return (index, isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                index = try endOfEscape(bytes, at: index, to: end)
            case 0x80...: index = try endOfScalar(bytes, at: index, to: end)
            default: throw JSONError(.controlCharacter, at: index, in: bytes)
            }
        }
    }

    /// The first byte from `start` that is not plain printable ASCII: the loop that most bytes pass through.
    @inline(__always)
    private static func endOfPlainRun(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index < end {
            let byte = bytes[index]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { return index }
            index &+= 1
        }
        return index
    }

    /// The text between the quotes; the range must have been validated.
    static func text(of bytes: [UInt8], _ range: Range<Int>, isEscaped: Bool) -> String {
        guard isEscaped else { return String(decoding: bytes[range], as: UTF8.self) }
        return String(decoding: unescaped(bytes.span, range), as: UTF8.self)
    }
}
