/// One value of a document with the way to it, and the decoder that a type takes itself from.
struct JSONPlace: Decoder {
    let value: JSONValue
    let path: JSONPath

    init(_ value: JSONValue, _ path: JSONPath) {
        self.value = value
        self.path = path
    }

    var codingPath: [any CodingKey] { path.keys }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = value else { throw error(.expectedObject) }
        return KeyedDecodingContainer(JSONObjectReader<Key>(members, path))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else { throw error(.expectedArray) }
        return JSONArrayReader(elements, path)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason, path: path.keys) }
}

extension JSONPlace: SingleValueDecodingContainer {
    func decodeNil() -> Bool { value.isNull }

    func decode<Scalar: JSONScalar>(_ type: Scalar.Type) throws -> Scalar {
        if let scalar = Scalar(value) { return scalar }
        guard type.mismatch == .expectedInteger, case .integer = value else { throw error(type.mismatch) }
        throw error(.numberOutOfRange)
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }
}

/// The members of an object; many of them are found by a table.
struct JSONObjectReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let members: [(String, JSONValue)]
    private let path: JSONPath
    private let places: [String: Int]?

    init(_ members: [(String, JSONValue)], _ path: JSONPath) {
        self.members = members
        self.path = path
        places =
            members.count <= 32
            ? nil : Dictionary(members.enumerated().map { ($1.0, $0) }) { first, _ in first }
    }

    var codingPath: [any CodingKey] { path.keys }
    var allKeys: [Key] { members.compactMap { Key(stringValue: $0.0) } }

    func contains(_ key: Key) -> Bool { find(key.stringValue) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try place(key).value.isNull }

    func decode<Scalar: JSONScalar>(_ type: Scalar.Type, forKey key: Key) throws -> Scalar {
        try place(key).decode(type)
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try Value(from: place(key))
    }

    func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Inner> {
        try place(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try place(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { JSONPlace(find("super") ?? .null, path) }

    func superDecoder(forKey key: Key) throws -> any Decoder { JSONPlace(find(key.stringValue) ?? .null, path) }

    private func place(_ key: Key) throws -> JSONPlace {
        let inner = JSONPath.member(key, of: path)
        guard let value = find(key.stringValue) else { throw JSONError(.missingMember, path: inner.keys) }
        return JSONPlace(value, inner)
    }

    private func find(_ name: String) -> JSONValue? {
        if let places { return places[name].map { members[$0].1 } }
        return members.first { $0.0 == name }?.1
    }
}

/// The elements of an array, one after the other.
struct JSONArrayReader: UnkeyedDecodingContainer {
    private let elements: [JSONValue]
    private let path: JSONPath
    private(set) var currentIndex = 0

    init(_ elements: [JSONValue], _ path: JSONPath) {
        self.elements = elements
        self.path = path
    }

    var codingPath: [any CodingKey] { path.keys }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    mutating func decodeNil() throws -> Bool {
        guard try place().value.isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Scalar: JSONScalar>(_ type: Scalar.Type) throws -> Scalar { try take { try $0.decode(type) } }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try take { try Value(from: $0) } }

    mutating func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type
    ) throws -> KeyedDecodingContainer<Inner> {
        try take { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try take { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try take { $0 } }

    /// Moves on only if the element was taken, as the protocol asks.
    private mutating func take<Value>(_ body: (JSONPlace) throws -> Value) throws -> Value {
        let value = try body(place())
        currentIndex += 1
        return value
    }

    private func place() throws -> JSONPlace {
        let inner = JSONPath.element(currentIndex, of: path)
        guard !isAtEnd else { throw JSONError(.missingElement, path: inner.keys) }
        return JSONPlace(elements[currentIndex], inner)
    }
}
