/// A value of the API on its way into JSON, and the encoder that it describes itself to.
///
/// It writes what Foundation's encoder would with sorted keys and plain slashes, at a fraction of its cost.
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
        case array
        case object
    }

    private var content = Content.nothing
    private var elements: [Value] = []
    private var members: [(name: String, value: Value)] = []

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// How many elements it has as an array.
    var count: Int { elements.count }
    /// Whether nothing was said of the value.
    var isEmpty: Bool {
        if case .nothing = content { return true }
        return false
    }

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

    /// Adds an element of an array.
    func append(_ value: Value) { elements.append(value) }

    /// Adds a member of an object.
    func append(_ value: Value, as name: String) { members.append((name, value)) }

    /// Writes it; a value that said nothing is an empty object.
    func write(into bytes: inout [UInt8]) {
        switch content {
        case .nothing, .object: writeMembers(into: &bytes)
        case .single(let value): value.write(into: &bytes)
        case .array: writeElements(into: &bytes)
        }
    }

    private func writeMembers(into bytes: inout [UInt8]) {
        members.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        var separator = UInt8(ascii: "{")
        for (name, value) in members {
            bytes.append(separator)
            JSONText.append(name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            value.write(into: &bytes)
            separator = UInt8(ascii: ",")
        }
        if members.isEmpty { bytes.append(separator) }
        bytes.append(UInt8(ascii: "}"))
    }

    private func writeElements(into bytes: inout [UInt8]) {
        var separator = UInt8(ascii: "[")
        for value in elements {
            bytes.append(separator)
            value.write(into: &bytes)
            separator = UInt8(ascii: ",")
        }
        if elements.isEmpty { bytes.append(separator) }
        bytes.append(UInt8(ascii: "]"))
    }
}

extension JSONNode.Value {
    fileprivate func write(into bytes: inout [UInt8]) {
        switch self {
        case .text(let text): JSONText.append(text, to: &bytes)
        case .literal(let literal): bytes.append(contentsOf: literal.utf8)
        case .node(let node): node.write(into: &bytes)
        }
    }
}

/// Texts in JSON (RFC 8259 §7).
private enum JSONText {
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        if isPlain(text) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for byte in text.utf8 { appendEscaped(byte, to: &bytes) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ text: String) -> Bool {
        let span = text.utf8.span
        for index in span.indices where needsEscape(span[index]) { return false }
        return true
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
        guard needsEscape(byte) else { return bytes.append(byte) }
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x00..<0x20:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(UInt8(ascii: "0") + byte >> 4)
            bytes.append(byte & 15 < 10 ? UInt8(ascii: "0") + byte & 15 : UInt8(ascii: "a") + byte & 15 - 10)
        default: bytes.append(byte)
        }
    }
}
