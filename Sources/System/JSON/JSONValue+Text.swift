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

extension JSONValue {
    /// The document as bytes, members in their order.
    package func encoded(layout: JSONWriter.Layout = .compact) -> [UInt8] {
        var writer = JSONWriter(layout: layout)
        writer.value(self)
        return writer.finish()
    }
}

extension JSONWriter {
    /// Writes a whole value.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .number(let value): number(value)
        case .string(let text): string(text)
        case .array(let elements): array(elements)
        case .object(let members): object(members)
        }
    }

    private mutating func array(_ elements: [JSONValue]) {
        beginArray()
        for element in elements { value(element) }
        endArray()
    }

    private mutating func object(_ members: [(String, JSONValue)]) {
        beginObject()
        for (name, member) in members {
            key(name)
            value(member)
        }
        endObject()
    }
}

/// A part of a document whose shape its type does not fix; for the encoder and the decoder of this room alone.
extension JSONValue: Codable {
    /// Takes whatever stands there, members in their order.
    package init(from decoder: any Decoder) throws {
        guard let place = decoder as? JSONPlace else {
            let context = DecodingError.Context(
                codingPath: decoder.codingPath,
                debugDescription: "This is no JSONDecoder."
            )
            throw DecodingError.typeMismatch(JSONValue.self, context)
        }
        self = place.value
    }

    /// Writes it in its place; a number that JSON has no text for is `null`, as everywhere here.
    package func encode(to encoder: any Encoder) throws {
        guard let node = encoder as? JSONNode else {
            let context = EncodingError.Context(
                codingPath: encoder.codingPath,
                debugDescription: "This is no JSONEncoder."
            )
            throw EncodingError.invalidValue(self, context)
        }
        node.set(self)
    }
}
