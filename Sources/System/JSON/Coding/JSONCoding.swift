/// Reads values that know how to take themselves from a document (`Decodable`), strictly: types are not converted, and
/// a member that is there twice is refused.
package struct JSONDecoder: Sendable {
    private let limits: JSONLimits

    package init(limits: JSONLimits = .standard) { self.limits = limits }

    /// Reads one whole document; members that the type does not ask for are skipped.
    ///
    /// Throws a `JSONError` with line, column and path, or what the type itself throws.
    package func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        let document = try JSONValue(parsing: bytes, limits: limits, duplicateKeys: .reject)
        do {
            return try decode(type, from: document)
        } catch let error as JSONError {
            throw error.located(in: bytes)
        }
    }

    /// The same from a document that was already read; errors have a path, but no line.
    package func decode<Value: Decodable>(_ type: Value.Type, from document: JSONValue) throws -> Value {
        do {
            return try JSONPlace(document, .root).decode(type)
        } catch let error as DecodingError {
            throw JSONError(error)
        }
    }
}

/// Writes values that describe themselves (`Encodable`) as compact JSON, at a fraction of the cost of Foundation's.
package struct JSONEncoder: Sendable {
    /// In which order an object's members are written.
    package enum Order: Sendable {
        /// As the value tells them.
        case told
        /// By their names' bytes, so that equal values give equal bytes.
        case sorted
    }

    private let order: Order

    package init(_ order: Order = .told) { self.order = order }

    /// The value as bytes; throws `EncodingError` for a number that JSON cannot write and a value that says nothing.
    package func encode(_ value: some Encodable) throws -> [UInt8] {
        let node = try JSONNode(describing: value)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024)
        node.write(into: &bytes, order)
        return bytes
    }

    /// What reading `encode(value)` would give, without the detour over bytes; throws the same errors.
    package func value(of value: some Encodable) throws -> JSONValue {
        let value = try JSONNode(describing: value).value
        return order == .sorted ? value.sorted : value
    }
}

/// A member that is always there, null when nothing is known; a plain optional would leave it out.
@propertyWrapper
package struct Nullable<Value: Codable & Hashable & Sendable>: Hashable, Sendable {
    /// The value, or nil for null.
    package var wrappedValue: Value?

    package init(wrappedValue: Value?) {
        self.wrappedValue = wrappedValue
    }
}

extension Nullable: Codable {
    /// Reads a value or null.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
    }

    /// Writes the value or null.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

extension KeyedDecodingContainer {
    /// Reads a nullable member that may also be absent, as from an older server.
    package func decode<Value>(_ type: Nullable<Value>.Type, forKey key: Key) throws -> Nullable<Value> {
        try decodeIfPresent(type, forKey: key) ?? Nullable(wrappedValue: nil)
    }
}
