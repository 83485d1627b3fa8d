extension JSONScanner {
    /// Validates the next value without building anything; gives its exact bytes.
    package mutating func skipValue() throws(JSONError) -> Range<Int> {
        skipWhiteSpace()
        let start = position
        try skip()
        return start..<position
    }

    /// Validates and passes the next value.
    mutating func skip() throws(JSONError) {
        switch try nextByte() {
        case UInt8(ascii: "\""):
            position = try StringLiteral.close(bytes.span, from: position + 1, to: upperBound).quote + 1
        case UInt8(ascii: "{"): try skipObject()
        case UInt8(ascii: "["): try skipArray()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            position = try NumberLiteral.close(bytes.span, from: position, to: upperBound).0
        default: throw error(.unexpectedByte)
        }
    }

    private mutating func skipObject() throws(JSONError) {
        try beginObject()
        while try nextName() != nil { try skip() }
    }

    private mutating func skipArray() throws(JSONError) {
        try beginArray()
        while try nextElement() { try skip() }
    }
}
