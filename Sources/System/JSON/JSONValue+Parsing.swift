extension JSONValue {
    /// Reads one whole document; throws unless nothing but white space follows it.
    package init(
        parsing bytes: [UInt8],
        limits: JSONLimits = .standard,
        duplicateKeys: DuplicateKeys = .allow
    ) throws(JSONError) {
        var scanner = try JSONScanner(bytes, limits: limits, duplicateKeys: duplicateKeys)
        self = try scanner.value()
        try scanner.end()
    }
}

extension JSONScanner {
    /// Reads the next value whole, whatever it is.
    package mutating func value() throws(JSONError) -> JSONValue {
        switch try peek() {
        case .object: try .object(members())
        case .array: try .array(elements())
        case .string: try .string(string())
        case .number: try numberValue()
        case .bool: try .bool(bool())
        case .null: try nullValue()
        }
    }

    private mutating func members() throws(JSONError) -> [(String, JSONValue)] {
        var members: [(String, JSONValue)] = []
        try beginObject()
        while let key = try nextKey() { members.append((key.string, try value())) }
        return members
    }

    private mutating func elements() throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try beginArray()
        while try nextElement() { elements.append(try value()) }
        return elements
    }

    private mutating func numberValue() throws(JSONError) -> JSONValue {
        let start = position
        let (close, isInteger) = try NumberLiteral.close(bytes.span, from: start, to: upperBound)
        let text = String(decoding: bytes[start..<close], as: UTF8.self)
        if isInteger, text != "-0", let value = Int64(text) {
            position = close
            return .integer(value)
        }
        return .number(try number())
    }

    private mutating func nullValue() throws(JSONError) -> JSONValue {
        try null()
        return .null
    }
}
