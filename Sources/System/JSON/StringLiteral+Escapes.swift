extension StringLiteral {
    /// Checks the escape whose backslash is at `start`, both halves of a surrogate pair together.
    static func endOfEscape(_ bytes: Span<UInt8>, at start: Int, to end: Int) throws(JSONError) -> Int {
        guard start + 1 < end else { throw JSONError(.unexpectedEnd, at: end, in: bytes) }
        guard bytes[start + 1] == UInt8(ascii: "u") else {
            guard single(bytes[start + 1]) != nil else { throw JSONError(.invalidEscape, at: start, in: bytes) }
            return start + 2
        }
        let first = try hexadecimal(bytes, at: start, to: end)
        guard first & 0xF800 == 0xD800 else { return start + 6 }
        guard first < 0xDC00 else { throw JSONError(.loneSurrogate, at: start, in: bytes) }
        let second = start + 6
        guard second < end else { throw JSONError(.unexpectedEnd, at: end, in: bytes) }
        guard bytes[second] == UInt8(ascii: "\\") else { throw JSONError(.loneSurrogate, at: start, in: bytes) }
        guard second + 1 < end else { throw JSONError(.unexpectedEnd, at: end, in: bytes) }
        guard bytes[second + 1] == UInt8(ascii: "u") else { throw JSONError(.loneSurrogate, at: start, in: bytes) }
        guard try hexadecimal(bytes, at: second, to: end) & 0xFC00 == 0xDC00 else {
            throw JSONError(.loneSurrogate, at: start, in: bytes)
        }
        return start + 12
    }

    /// The bytes that a validated literal stands for.
    static func unescaped(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == UInt8(ascii: "\\") {
                index = appendEscape(bytes, at: index, to: &text)
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return text
    }

    private static func appendEscape(_ bytes: Span<UInt8>, at start: Int, to text: inout [UInt8]) -> Int {
        if let byte = single(bytes[start + 1]) {
            text.append(byte)
            return start + 2
        }
        let first = UInt32(unit(bytes, at: start + 2) ?? 0)
        guard first & 0xF800 == 0xD800 else {
            append(first, to: &text)
            return start + 6
        }
        let second = UInt32(unit(bytes, at: start + 8) ?? 0)
        append(0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF), to: &text)
        return start + 12
    }

    private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(scalar) else { return }
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    /// What a two-character escape stands for; `nil` for `u` and for unknown ones.
    static func single(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// The code unit of the `\uXXXX` at `start`.
    static func hexadecimal(_ bytes: Span<UInt8>, at start: Int, to end: Int) throws(JSONError) -> UInt16 {
        let available = min(start + 6, end)
        for index in (start + 2)..<available where hexadecimalDigit(bytes[index]) == nil {
            throw JSONError(.invalidEscape, at: start, in: bytes)
        }
        guard available == start + 6, let unit = unit(bytes, at: start + 2) else {
            throw JSONError(.unexpectedEnd, at: end, in: bytes)
        }
        return unit
    }

    private static func unit(_ bytes: Span<UInt8>, at start: Int) -> UInt16? {
        var unit: UInt16 = 0
        for index in start..<(start + 4) {
            guard let digit = hexadecimalDigit(bytes[index]) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

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
