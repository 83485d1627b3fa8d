import JSON

/// Answers whatever is asked for with a sample, and notes what that was; it is an object and nothing else.
struct RecordingDecoder: Decoder {
    let record: MemberRecord
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RecordingContainer(record: record))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Self.noObject }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw Self.noObject }

    static let noObject = DecodingError.valueNotFound(
        Never.self,
        DecodingError.Context(codingPath: [], debugDescription: "it is an object")
    )
}

private struct RecordingContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let record: MemberRecord
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try record.note(key.stringValue, type, isRequired: true)
        return try SchemaReader.sample(of: type)
    }

    /// A member that may be null is written all the same.
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try record.note(key.stringValue, type, isRequired: type is any AlwaysWritten.Type)
        return try SchemaReader.sample(of: type)
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(type, key) }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type, key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try optional(type, key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try optional(type, key) }

    private func optional<Value: Decodable & SchemaShape>(_ type: Value.Type, _ key: Key) throws -> Value? {
        try record.note(key.stringValue, type, isRequired: false)
        return type.sample
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw RecordingDecoder.noObject
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw RecordingDecoder.noObject
    }

    func superDecoder() throws -> any Decoder { throw RecordingDecoder.noObject }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw RecordingDecoder.noObject }
}

private protocol AlwaysWritten {}
extension Nullable: AlwaysWritten {}
