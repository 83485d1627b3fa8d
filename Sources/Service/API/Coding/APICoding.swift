import JSON

/// The one place where values of the API become JSON and back.
package enum APICoding {
    /// The media type of every JSON body but problems (RFC 8259 §11).
    package static let mediaType = "application/json"
    /// The media type of problems (RFC 9457 §4).
    package static let problemMediaType = "application/problem+json"

    /// Writes compact JSON with sorted members: equal values give equal bytes.
    package static func encode(_ value: some Encodable) throws -> [UInt8] { try JSONEncoder(.sorted).encode(value) }

    /// Reads what a server answered; members that are not known here are skipped.
    package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: bytes)
    }
}
