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
