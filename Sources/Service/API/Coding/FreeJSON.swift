/// A JSON value whose shape the API does not fix: job parameters, results, log fields.
///
/// Members of an object have no order; they are written sorted.
package enum FreeJSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A whole number that fits 64 bits.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    case string(String)
    case array([FreeJSON])
    case object([String: FreeJSON])

    /// Reads one JSON text (RFC 8259); anything else is refused as malformed.
    package init(parsing bytes: [UInt8]) throws(RequestRefusal) {
        do {
            self = try APICoding.decode(FreeJSON.self, from: bytes)
        } catch {
            throw RequestRefusal(.malformedJSON, "the body is not valid JSON")
        }
    }

    /// The value as compact JSON with sorted members; numbers that JSON cannot write are refused.
    package func encoded() throws -> [UInt8] {
        try APICoding.encode(self)
    }

    /// The member of an object; nil when it is absent or this is no object.
    package subscript(member: String) -> FreeJSON? {
        if case .object(let members) = self { members[member] } else { nil }
    }
}
