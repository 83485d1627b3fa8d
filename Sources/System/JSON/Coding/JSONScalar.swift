/// What JSON writes as one word.
protocol JSONScalar: Codable {
    /// What stands where a value of this type is expected and is none.
    static var mismatch: JSONError.Reason { get }

    /// Takes it from a document; `nil` if it is something else or does not fit.
    init?(_ value: JSONValue)

    /// What it is in a document.
    var node: JSONNode.Value { get throws }
}

extension String: JSONScalar {
    static var mismatch: JSONError.Reason { .expectedString }

    init?(_ value: JSONValue) {
        guard case .string(let text) = value else { return nil }
        self = text
    }

    var node: JSONNode.Value { .text(self) }
}

extension Bool: JSONScalar {
    static var mismatch: JSONError.Reason { .expectedBool }

    init?(_ value: JSONValue) {
        guard case .bool(let isTrue) = value else { return nil }
        self = isTrue
    }

    var node: JSONNode.Value { .literal(self ? "true" : "false") }
}

extension JSONScalar where Self: FixedWidthInteger {
    static var mismatch: JSONError.Reason { .expectedInteger }

    init?(_ value: JSONValue) {
        guard case .integer(let number) = value else { return nil }
        self.init(exactly: number)
    }

    var node: JSONNode.Value { .literal(description) }
}

extension Int: JSONScalar {}
extension Int8: JSONScalar {}
extension Int16: JSONScalar {}
extension Int32: JSONScalar {}
extension Int64: JSONScalar {}
extension UInt: JSONScalar {}
extension UInt8: JSONScalar {}
extension UInt16: JSONScalar {}
extension UInt32: JSONScalar {}
extension UInt64: JSONScalar {}

extension JSONScalar where Self: BinaryFloatingPoint & CustomStringConvertible {
    static var mismatch: JSONError.Reason { .expectedNumber }

    init?(_ value: JSONValue) {
        guard let number = value.numberValue else { return nil }
        self.init(number)
        guard isFinite else { return nil }
    }

    var node: JSONNode.Value {
        get throws {
            if let jsonText { return .literal(jsonText) }
            let context = EncodingError.Context(codingPath: [], debugDescription: "JSON has no \(self).")
            throw EncodingError.invalidValue(self, context)
        }
    }
}

extension BinaryFloatingPoint where Self: CustomStringConvertible {
    /// The shortest text that is read as the same number; `nil` for what JSON has no text for.
    var jsonText: String? {
        guard isFinite else { return nil }
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

extension Float: JSONScalar {}
extension Double: JSONScalar {}
