extension JSONScanner {
    /// Reads a string.
    package mutating func string() throws(JSONError) -> String {
        let (range, isEscaped) = try literal(else: .expectedString)
        return StringLiteral.text(of: bytes, range, isEscaped: isEscaped)
    }

    /// Reads a string and gives the validated bytes between its quotes, escapes included.
    package mutating func rawString() throws(JSONError) -> Range<Int> { try literal(else: .expectedString).range }

    /// Reads a number written without fraction and exponent that fits.
    package mutating func integer() throws(JSONError) -> Int64 {
        let start = try startOfNumber(else: .expectedInteger)
        let (close, isInteger) = try NumberLiteral.close(bytes.span, from: start, to: upperBound)
        guard isInteger else { throw error(.expectedInteger, at: start) }
        guard let value = Int64(String(decoding: bytes[start..<close], as: UTF8.self)) else {
            throw error(.numberOutOfRange, at: start)
        }
        position = close
        return value
    }

    /// Reads a number as the nearest finite double.
    package mutating func number() throws(JSONError) -> Double {
        let start = try startOfNumber(else: .expectedNumber)
        let (close, _) = try NumberLiteral.close(bytes.span, from: start, to: upperBound)
        guard let value = Double(String(decoding: bytes[start..<close], as: UTF8.self)), value.isFinite else {
            throw error(.numberOutOfRange, at: start)
        }
        position = close
        return value
    }

    /// Reads `true` or `false`.
    package mutating func bool() throws(JSONError) -> Bool {
        switch try nextByte() {
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        default: throw error(.expectedBool)
        }
        return bytes[position - 2] == UInt8(ascii: "u")
    }

    /// Reads `null`.
    package mutating func null() throws(JSONError) {
        guard try nextByte() == UInt8(ascii: "n") else { throw error(.expectedNull) }
        try word("null")
    }

    /// Reads a string literal; gives what is between its quotes.
    @inline(__always)
    mutating func literal(else reason: JSONError.Reason) throws(JSONError) -> (range: Range<Int>, isEscaped: Bool) {
        guard try nextByte() == UInt8(ascii: "\"") else { throw error(reason) }
        let start = position + 1
        let (quote, isEscaped) = try StringLiteral.close(bytes.span, from: start, to: upperBound)
        position = quote + 1
        return (start..<quote, isEscaped)
    }

    /// Passes exactly these letters.
    mutating func word(_ text: String) throws(JSONError) {
        for letter in text.utf8 {
            guard position < upperBound else { throw error(.unexpectedEnd) }
            guard bytes[position] == letter else { throw error(.unexpectedByte) }
            position += 1
        }
    }

    private mutating func startOfNumber(else reason: JSONError.Reason) throws(JSONError) -> Int {
        let byte = try nextByte()
        guard byte.isDigit || byte == UInt8(ascii: "-") else { throw error(reason) }
        return position
    }
}

/// The grammar of numbers (RFC 8259 §6).
enum NumberLiteral {
    /// The offset after the number at `start`, and whether it has neither fraction nor exponent.
    static func close(_ bytes: Span<UInt8>, from start: Int, to end: Int) throws(JSONError) -> (Int, isInteger: Bool) {
        var index = start
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let first = index
        index = try endOfDigits(bytes, from: first, to: end)
        guard index == first + 1 || bytes[first] != UInt8(ascii: "0") else {
            throw JSONError(.invalidNumber, at: start, in: bytes)
        }
        let endOfInteger = index
        if index < end, bytes[index] == UInt8(ascii: ".") {
            index = try endOfDigits(bytes, from: index + 1, to: end)
        }
        if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < end, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
            index = try endOfDigits(bytes, from: index, to: end)
        }
        return (index, index == endOfInteger)
    }

    private static func endOfDigits(_ bytes: Span<UInt8>, from start: Int, to end: Int) throws(JSONError) -> Int {
        guard start < end else { throw JSONError(.unexpectedEnd, at: end, in: bytes) }
        guard bytes[start].isDigit else { throw JSONError(.invalidNumber, at: start, in: bytes) }
        var index = start + 1
        while index < end, bytes[index].isDigit { index &+= 1 }
        return index
    }
}
