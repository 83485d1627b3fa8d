/// Reads values that know how to take themselves from a document (`Decodable`), strictly: types are not converted, and
/// a member that is there twice is refused.
package struct JSONDecoder: Sendable {
    private let limits: JSONLimits

    package init(limits: JSONLimits = .standard) { self.limits = limits }

    /// Reads one whole document; members that the type does not ask for are skipped.
    ///
    /// Throws a `JSONError` with line, column and path, or what the type itself throws.
    package func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        let document = try JSONValue(parsing: bytes, limits: limits, duplicateKeys: .reject)
        do {
            return try decode(type, from: document)
        } catch let error as JSONError {
            throw error.located(in: bytes)
        }
    }

    /// The same from a document that was already read; errors have a path, but no line.
    package func decode<Value: Decodable>(_ type: Value.Type, from document: JSONValue) throws -> Value {
        do {
            return try JSONPlace(document, .root).decode(type)
        } catch let error as DecodingError {
            throw JSONError(error)
        }
    }
}
