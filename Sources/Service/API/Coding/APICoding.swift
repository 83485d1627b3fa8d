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

    /// Reads a request and names every mistake in it at once.
    ///
    /// Unknown members, wrong types and values out of bounds are refused, and so is a member that is there twice:
    /// readers differ in which of the two counts (RFC 8259 §4). No body at all is an empty object.
    package static func decodeStrict<Request: APIRequest>(
        _ type: Request.Type,
        from bytes: [UInt8]
    ) throws(RequestRefusal) -> Request {
        let body = try bytes.isEmpty ? [:] : document(bytes)
        guard case .object(let members) = body else {
            throw RequestRefusal([FieldError(pointer: "#", "an object is needed")])
        }
        let mistakes = RequestMember.mistakes(in: members, against: type.members)
        guard mistakes.isEmpty else { throw RequestRefusal(mistakes) }
        guard let request = try? JSONDecoder().decode(type, from: body) else {
            throw RequestRefusal(.invalidRequest, "the body does not have the shape of this request")
        }
        let contradictions = request.contradictions
        guard contradictions.isEmpty else { throw RequestRefusal(contradictions) }
        return request
    }

    private static func document(_ bytes: [UInt8]) throws(RequestRefusal) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes, duplicateKeys: .reject)
        } catch {
            throw RequestRefusal(error)
        }
    }
}
