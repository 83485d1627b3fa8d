/// A media type such as `application/json; charset=utf-8` (RFC 9110 §8.3.1).
package struct MediaType: Hashable, Sendable, CustomStringConvertible {
    /// Type and subtype in lower case, without parameters: `application/json`.
    package let essence: String
    /// As it is written into a field.
    package let description: String

    /// Wraps a literal, as in `MediaType("text/html; charset=utf-8")`.
    package init(_ text: StaticString) {
        guard let parsed = MediaType(parsing: text.description) else {
            preconditionFailure("a media type is type/subtype")
        }
        self = parsed
    }

    /// Reads a `Content-Type` field; `nil` unless it is `type/subtype` with or without parameters.
    package init?(parsing text: String) {
        guard let essence = FieldList.parameters(of: text).first else { return nil }
        let halves = essence.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy(Self.isToken) else { return nil }
        self.essence = essence.lowercased()
        self.description = text
    }

    private static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(\.isTokenCharacter)
    }

    /// The types that the product itself sends.
    package static let json = MediaType("application/json")
    package static let problem = MediaType("application/problem+json")
    package static let html = MediaType("text/html; charset=utf-8")
    package static let plainText = MediaType("text/plain; charset=utf-8")
    package static let octetStream = MediaType("application/octet-stream")
    package static let eventStream = MediaType("text/event-stream")
}
