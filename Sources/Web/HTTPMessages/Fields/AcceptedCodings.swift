/// Which content codings a client takes (`Accept-Encoding`, RFC 9110 §12.5.3).
package struct AcceptedCodings: Sendable {
    private let qualities: [String: Int]

    /// Reads the field; without it nothing is taken but what is as it is.
    package init(_ fields: HTTPFields) {
        let read = fields.elements(of: .acceptEncoding).compactMap { element -> (String, Int)? in
            let parts = FieldList.parameters(of: element)
            return parts.first.map { ($0.lowercased(), FieldList.quality(in: parts.dropFirst())) }
        }
        qualities = Dictionary(read) { first, _ in first }
    }

    /// Whether a response may be coded so.
    package func takes(_ coding: String) -> Bool { (qualities[coding] ?? qualities["*"] ?? 0) > 0 }
}
