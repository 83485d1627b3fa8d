/// What JSON writes as one word.
protocol JSONScalar: Encodable {
    var jsonValue: JSONNode.Value { get throws }
}

extension String: JSONScalar {
    var jsonValue: JSONNode.Value { .text(self) }
}

extension Bool: JSONScalar {
    var jsonValue: JSONNode.Value { .literal(self ? "true" : "false") }
}

extension JSONScalar where Self: BinaryInteger {
    var jsonValue: JSONNode.Value { .literal(description) }
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
    /// The shortest text that is read as the same number; JSON has none for infinity and what is no number.
    var jsonValue: JSONNode.Value {
        get throws {
            guard isFinite else {
                let context = EncodingError.Context(codingPath: [], debugDescription: "JSON has no \(self).")
                throw EncodingError.invalidValue(self, context)
            }
            let text = description
            return .literal(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
        }
    }
}

extension Float: JSONScalar {}
extension Double: JSONScalar {}
