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
