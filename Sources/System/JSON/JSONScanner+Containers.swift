extension JSONScanner {
    /// Reads an object member by member; a value that `body` does not touch is skipped and validated.
    package mutating func object(_ body: (JSONKey, inout JSONScanner) throws -> Void) throws {
        try beginObject()
        while let key = try nextKey() {
            let start = position
            try body(key, &self)
            if position == start { try skip() }
        }
    }

    /// Reads an array element by element; an element that `body` does not touch is skipped and validated.
    package mutating func array(_ body: (inout JSONScanner) throws -> Void) throws {
        try beginArray()
        while try nextElement() {
            let start = position
            try body(&self)
            if position == start { try skip() }
        }
    }

    /// Enters an object; read it with `nextKey()` until that gives `nil`.
    package mutating func beginObject() throws(JSONError) {
        try expect(UInt8(ascii: "{"), else: .expectedObject)
        try descend()
        seen?.open()
    }

    /// Enters an array; read it with `nextElement()` until that gives `false`.
    package mutating func beginArray() throws(JSONError) {
        try expect(UInt8(ascii: "["), else: .expectedArray)
        try descend()
    }

    /// The next member's name, with the scanner on its value; `nil` once the object is closed.
    package mutating func nextKey() throws(JSONError) -> JSONKey? {
        guard let (range, isEscaped) = try nextName() else { return nil }
        skipWhiteSpace()
        return JSONKey(bytes: bytes, range: range, isEscaped: isEscaped)
    }

    /// Whether another element follows, with the scanner on it; `false` once the array is closed.
    package mutating func nextElement() throws(JSONError) -> Bool {
        guard try !closes(with: UInt8(ascii: "]")) else { return false }
        skipWhiteSpace()
        return true
    }

    /// The bytes of the next member's name, with the scanner behind its colon; `nil` once the object is closed.
    @inline(__always)
    mutating func nextName() throws(JSONError) -> (range: Range<Int>, isEscaped: Bool)? {
        guard try !closes(with: UInt8(ascii: "}")) else {
            try closeObject()
            return nil
        }
        let (range, isEscaped) = try literal(else: .unexpectedByte)
        if seen != nil {
            let key = SeenKey(range, isEscaped: isEscaped, in: bytes.span)
            seen?.insert(key)
            guard seen?.count ?? 0 <= limits.names else { throw error(.tooManyNames, at: range.lowerBound) }
        }
        try expect(UInt8(ascii: ":"), else: .unexpectedByte)
        return (range, isEscaped)
    }

    private mutating func descend() throws(JSONError) {
        depth += 1
        guard depth <= limits.depth else { throw error(.tooDeep, at: position - 1) }
        isAtFirst = true
    }

    /// Passes the closing bracket, or the comma that must come before anything but the first entry.
    @inline(__always)
    private mutating func closes(with bracket: UInt8) throws(JSONError) -> Bool {
        let byte = try nextByte()
        let isFirst = isAtFirst
        isAtFirst = false
        if byte == bracket {
            position += 1
            depth -= 1
            return true
        }
        guard !isFirst else { return false }
        guard byte == UInt8(ascii: ",") else { throw error(.unexpectedByte) }
        position += 1
        return false
    }

    private mutating func closeObject() throws(JSONError) {
        guard let repeated = seen?.close(in: bytes) else { return }
        throw error(.duplicateKey, at: repeated)
    }
}

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
