/// A value on its way into JSON, and the encoder that it describes itself to.
///
/// Scalars are kept as they are and written once, at the end.
final class JSONNode: Encoder {
    /// What stands at one place of a document.
    enum Value {
        /// A text still to be quoted.
        case text(String)
        /// A number, `true`, `false` or `null`, as it is written.
        case literal(String)
        case node(JSONNode)
    }

    private enum Content {
        case nothing
        case single(Value)
        case document(JSONValue)
        case array
        case object
    }

    private var content = Content.nothing
    private var elements: [Value] = []
    private var members: [(String, Value)] = []

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init() {}

    /// Lets a whole document describe itself; one that says nothing is refused.
    init(describing value: some Encodable) throws {
        try value.encode(to: self)
        guard case .nothing = content else { return }
        let context = EncodingError.Context(codingPath: [], debugDescription: "The value says nothing of itself.")
        throw EncodingError.invalidValue(value, context)
    }

    /// How many elements it has as an array.
    var count: Int { elements.count }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        content = .object
        return KeyedEncodingContainer(JSONMembers<Key>(node: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        content = .array
        return JSONElements(node: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { JSONSingleValue(node: self) }

    /// Makes it a value alone.
    func set(_ value: Value) { content = .single(value) }

    /// Makes it a document that is there already.
    func set(_ document: JSONValue) { content = .document(document) }

    /// Adds an element of an array.
    func append(_ value: Value) { elements.append(value) }

    /// Adds a member of an object.
    func append(_ value: Value, as name: String) { members.append((name, value)) }

    /// What it came to; a value that said nothing is an empty object.
    var value: JSONValue {
        switch content {
        case .nothing, .object: .object(members.map { ($0.0, $0.1.value) })
        case .single(let value): value.value
        case .document(let document): document
        case .array: .array(elements.map(\.value))
        }
    }

    /// Writes what it came to.
    func write(into bytes: inout [UInt8], _ order: JSONEncoder.Order) {
        switch content {
        case .nothing, .object:
            if order == .sorted { members.sort { JSONText.precedes($0.0, $1.0) } }
            JSONText.append(object: members, to: &bytes) { $0.write(into: &$1, order) }
        case .single(let value): value.write(into: &bytes, order)
        case .document(let document): document.write(into: &bytes, order)
        case .array: JSONText.append(array: elements, to: &bytes) { $0.write(into: &$1, order) }
        }
    }
}

extension JSONNode.Value {
    fileprivate var value: JSONValue {
        switch self {
        case .text(let text): .string(text)
        // What was written here can be read.
        case .literal(let literal): (try? JSONValue(parsing: Array(literal.utf8))) ?? .null
        case .node(let node): node.value
        }
    }

    fileprivate func write(into bytes: inout [UInt8], _ order: JSONEncoder.Order) {
        switch self {
        case .text(let text): JSONText.append(text, to: &bytes)
        case .literal(let literal): bytes.append(contentsOf: literal.utf8)
        case .node(let node): node.write(into: &bytes, order)
        }
    }
}

extension JSONValue {
    /// The same with the members of each object in the order of their names.
    var sorted: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.sorted))
        case .object(let members):
            .object(members.sorted { JSONText.precedes($0.0, $1.0) }.map { ($0.0, $0.1.sorted) })
        default: self
        }
    }

    fileprivate func write(into bytes: inout [UInt8], _ order: JSONEncoder.Order) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: value.description.utf8)
        case .number(let value): bytes.append(contentsOf: (value.jsonText ?? "null").utf8)
        case .string(let text): JSONText.append(text, to: &bytes)
        case .array(let elements): JSONText.append(array: elements, to: &bytes) { $0.write(into: &$1, order) }
        case .object(let members):
            let ordered = order == .sorted ? members.sorted { JSONText.precedes($0.0, $1.0) } : members
            JSONText.append(object: ordered, to: &bytes) { $0.write(into: &$1, order) }
        }
    }
}

/// The brackets, names and quotes of a document.
private enum JSONText {
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        StringLiteral.appendEscaped(text, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    @inline(__always)
    static func append<Value>(
        object members: [(String, Value)],
        to bytes: inout [UInt8],
        _ write: (Value, inout [UInt8]) -> Void
    ) {
        var separator = UInt8(ascii: "{")
        for (name, value) in members {
            bytes.append(separator)
            append(name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            write(value, &bytes)
            separator = UInt8(ascii: ",")
        }
        if members.isEmpty { bytes.append(separator) }
        bytes.append(UInt8(ascii: "}"))
    }

    @inline(__always)
    static func append<Value>(
        array elements: [Value],
        to bytes: inout [UInt8],
        _ write: (Value, inout [UInt8]) -> Void
    ) {
        var separator = UInt8(ascii: "[")
        for value in elements {
            bytes.append(separator)
            write(value, &bytes)
            separator = UInt8(ascii: ",")
        }
        if elements.isEmpty { bytes.append(separator) }
        bytes.append(UInt8(ascii: "]"))
    }

    @inline(__always)
    static func precedes(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }
}
