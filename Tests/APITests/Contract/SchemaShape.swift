import JSON
import Time

/// What a type reads of a document, as a schema of the contract would say it.
protocol SchemaShape {
    static func schema() throws -> JSONValue
    static var sample: Self { get }
}

extension String: SchemaShape {
    static func schema() -> JSONValue { ["type": "string"] }
    static var sample: String { "" }
}

extension Bool: SchemaShape {
    static func schema() -> JSONValue { ["type": "boolean"] }
    static var sample: Bool { false }
}

extension Int: SchemaShape {
    static func schema() -> JSONValue { ["type": "integer"] }
    static var sample: Int { 0 }
}

extension Int64: SchemaShape {
    static func schema() -> JSONValue { ["type": "integer"] }
    static var sample: Int64 { 0 }
}

extension Double: SchemaShape {
    static func schema() -> JSONValue { ["type": "number"] }
    static var sample: Double { 0 }
}

extension Moment: SchemaShape {
    static func schema() -> JSONValue { ["type": "string", "format": "date-time"] }
    static var sample: Moment { Moment(seconds: 0) }
}

extension JSONValue: SchemaShape {
    static func schema() -> JSONValue { [:] }
    static var sample: JSONValue { .null }
}

extension Array: SchemaShape where Element: Decodable {
    static func schema() throws -> JSONValue { ["type": "array", "items": try SchemaReader.schema(of: Element.self)] }
    static var sample: [Element] { [] }
}

extension Dictionary: SchemaShape where Key == String, Value: Decodable {
    static func schema() throws -> JSONValue {
        ["type": "object", "additionalProperties": try SchemaReader.schema(of: Value.self)]
    }
    static var sample: [String: Value] { [:] }
}

extension Nullable: SchemaShape {
    /// A type with `null` beside it; what stands elsewhere is one of two.
    static func schema() throws -> JSONValue {
        let schema = try SchemaReader.schema(of: Value.self)
        // Anything may be null.
        guard schema != [:] else { return schema }
        guard case .object(let members) = schema, let type = schema["type"] else {
            return ["oneOf": [schema, ["type": "null"]]]
        }
        return .object(
            members.map { name, value in
                switch name {
                case "type": (name, .array([type, "null"]))
                case "enum": (name, .array((value.arrayValue ?? []) + [.null]))
                default: (name, value)
                }
            }
        )
    }
    static var sample: Nullable<Value> { Nullable(wrappedValue: nil) }
}
