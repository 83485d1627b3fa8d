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

extension StringLiteral {
    /// Checks the multi-byte scalar at `start` against RFC 3629 §4: no overlong forms, no surrogates.
    static func endOfScalar(_ bytes: Span<UInt8>, at start: Int, to end: Int) throws(JSONError) -> Int {
        guard let (length, second) = shape(bytes[start]) else { throw JSONError(.invalidUTF8, at: start, in: bytes) }
        for index in 1..<length {
            guard start + index < end else { throw JSONError(.unexpectedEnd, at: end, in: bytes) }
            let allowed = index == 1 ? second : 0x80...0xBF
            guard allowed.contains(bytes[start + index]) else { throw JSONError(.invalidUTF8, at: start, in: bytes) }
        }
        return start + length
    }

    /// The same where what is no scalar costs nothing: `nil`.
    static func endOfScalarIfAny(_ bytes: Span<UInt8>, at start: Int, to end: Int) -> Int? {
        guard let (length, second) = shape(bytes[start]), start + length <= end, second.contains(bytes[start + 1])
        else { return nil }
        for index in 2..<max(length, 2) where !(0x80...0xBF).contains(bytes[start + index]) { return nil }
        return start + length
    }

    /// How long the scalar is that a byte begins, and what may come second.
    private static func shape(_ first: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
        switch first {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: nil
        }
    }
}

extension Span<UInt8> {
    /// The eight bytes from `index` in one number, the first of them lowest.
    ///
    /// The one range check before the loads lets the compiler make a single load of them.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        let eight = extracting(index..<(index + 8))
        var word: UInt64 = 0
        for offset in 0..<8 { word |= UInt64(eight[offset]) &<< UInt64(8 * offset) }
        return word
    }
}

extension UInt64 {
    /// A word whose eight bytes are all `byte`.
    @inline(__always)
    init(eachByte byte: UInt8) { self = 0x0101_0101_0101_0101 &* UInt64(byte) }
}
