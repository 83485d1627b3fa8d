import JSON
import Testing

/// Finds out what a type reads of a document by having it read one that has whatever it asks for.
enum SchemaReader {
    /// The schema of a type where it is used: itself, or where it stands.
    static func schema<Value: Decodable>(of type: Value.Type) throws -> JSONValue {
        if let shape = type as? any SchemaShape.Type { return try shape.schema() }
        if let words = words(of: type) { return ["type": "string", "enum": .array(words.map { .string($0) })] }
        return ["$ref": .string("#/components/schemas/\(name(of: type))")]
    }

    /// The members of a type that is an object, and which of them are always there.
    static func object<Value: Decodable>(_ type: Value.Type) throws -> JSONValue {
        let members = try members(of: type)
        let required = members.values.filter(\.isRequired).map(\.name).sorted()
        let properties = JSONValue.object(members.values.map { ($0.name, $0.schema) })
        return ["type": "object", "required": .array(required.map { .string($0) }), "properties": properties]
    }

    /// What it is called in the document: its name without the room, and `ExcerptOfString` for `Excerpt<String>`.
    static func name(of type: Any.Type) -> String { name(String(reflecting: type)) }

    private static func name(_ text: String) -> String {
        guard let start = text.firstIndex(of: "<") else {
            return text.split(separator: ".").dropFirst().joined()
        }
        let inner = text[text.index(after: start)...].dropLast()
        return "\(name(String(text[..<start])))Of\(name(String(inner)))"
    }

    static func members<Value: Decodable>(of type: Value.Type) throws -> [String: MemberRecord.Member] {
        let record = MemberRecord()
        _ = try Value(from: RecordingDecoder(record: record))
        return record.members
    }

    /// A value of a type, whatever it is.
    static func sample<Value: Decodable>(of type: Value.Type) throws -> Value {
        if let shape = type as? any SchemaShape.Type { return try #require(shape.sample as? Value) }
        if let word = words(of: type)?.first { return try JSONDecoder().decode(type, from: .string(word)) }
        return try Value(from: RecordingDecoder(record: MemberRecord()))
    }

    private static func words(of type: Any.Type) -> [String]? {
        (type as? any (CaseIterable & RawRepresentable).Type).map { words($0) }
    }

    private static func words<Words: CaseIterable & RawRepresentable>(_ type: Words.Type) -> [String] {
        type.allCases.map { "\($0.rawValue)" }
    }
}

/// What a type asked for.
final class MemberRecord {
    struct Member {
        let name: String
        let schema: JSONValue
        var isRequired: Bool
    }

    private(set) var members: [String: Member] = [:]

    func note<Value: Decodable>(_ name: String, _ type: Value.Type, isRequired: Bool) throws {
        let isAlways = isRequired || (members[name]?.isRequired ?? false)
        members[name] = Member(name: name, schema: try SchemaReader.schema(of: type), isRequired: isAlways)
    }
}
