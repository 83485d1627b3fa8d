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

/// What an `Accept` field asks for (RFC 9110 §12.5.1).
package struct AcceptedTypes: Sendable {
    private struct Preference {
        let range: String
        /// Thousandths, 0 to 1000.
        let quality: Int
    }

    private let preferences: [Preference]

    /// Reads the field.
    ///
    /// Without it, or when nothing in it can be read, everything is accepted.
    package init(_ fields: HTTPFields) {
        preferences = fields.elements(of: .accept).compactMap { element in
            let parts = FieldList.parameters(of: element)
            guard let range = parts.first, range.utf8.contains(UInt8(ascii: "/")) else { return nil }
            return Preference(range: range.lowercased(), quality: FieldList.quality(in: parts.dropFirst()))
        }
    }

    /// The offer liked best, the earlier one where two are liked equally; `nil` when none is accepted (406).
    package func preferred(among offers: [MediaType]) -> MediaType? {
        guard !preferences.isEmpty else { return offers.first }
        var best: (offer: MediaType, quality: Int)?
        for offer in offers {
            let quality = quality(of: offer)
            if quality > best?.quality ?? 0 { best = (offer, quality) }
        }
        return best?.offer
    }

    /// The quality given by the most specific range that covers the offer.
    private func quality(of offer: MediaType) -> Int {
        let type = offer.essence.prefix { $0 != "/" }
        for range in [offer.essence, "\(type)/*", "*/*"] {
            if let match = preferences.first(where: { $0.range == range }) { return match.quality }
        }
        return 0
    }
}
