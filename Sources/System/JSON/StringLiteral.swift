/// The text of a string literal (RFC 8259 §7): finding its end, checking it, and decoding it.
enum StringLiteral {
    /// Validates the literal whose first byte after the quote is `start`; gives the offset of its closing quote.
    @inline(__always)
    static func close(
        _ bytes: Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(JSONError) -> (quote: Int, isEscaped: Bool) {
        let index = endOfPlainRun(bytes, from: start, to: end)
        if index < end, bytes[index] == UInt8(ascii: "\"") { return (index, false) }
        return try closeAfterSpecial(bytes, from: index, to: end)
    }

    /// The same for what is not all plain: few literals, kept out of their readers' way.
    @inline(never)
    private static func closeAfterSpecial(
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
    static func endOfPlainRun(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while end &- index >= 8 {
            let special = specialBytes(in: bytes.word(at: index))
            guard special == 0 else { return index &+ special.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < end, !bytes[index].isSpecial { index &+= 1 }
        return index
    }

    /// The top bits of the bytes that `isSpecial` names, exact up to the lowest of them.
    ///
    /// A subtraction sets the top bit of what was below it; what it borrows can only spoil bytes above such a one.
    @inline(__always)
    private static func specialBytes(in word: UInt64) -> UInt64 {
        let controlOrQuote = (word ^ UInt64(eachByte: 0x02)) &- UInt64(eachByte: 0x21)
        let backslash = (word ^ UInt64(eachByte: UInt8(ascii: "\\"))) &- UInt64(eachByte: 0x01)
        return (word | controlOrQuote | backslash) & UInt64(eachByte: 0x80)
    }

    /// The text between the quotes; the range must have been validated.
    static func text(of bytes: [UInt8], _ range: Range<Int>, isEscaped: Bool) -> String {
        guard isEscaped else { return String(decoding: bytes[range], as: UTF8.self) }
        return String(decoding: unescaped(bytes.span, range), as: UTF8.self)
    }
}

extension UInt8 {
    /// Whether it is a quote, a backslash, a control character or no ASCII: all that needs a closer look in a string.
    @inline(__always)
    fileprivate var isSpecial: Bool {
        self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") || self < 0x20 || self >= 0x80
    }
}
