import HTTPMessages

/// The path of every resource, percent-encoded, with its query: for request lines, links and `Location`.
package enum APIPath {
    /// The path of a route with its captures filled in, in the order of the pattern.
    ///
    /// A value for `{name...}` keeps its slashes, all others are one segment each.
    static func of(_ route: APIRoute, _ values: String..., query: [QueryPair] = []) -> String {
        precondition(values.count == route.captures.count, "'\(route.pattern)' has another number of captures.")
        var values = values[...]
        let segments = route.pattern.split(separator: "/").map { segment in
            guard segment.hasPrefix("{"), let value = values.popFirst() else { return String(segment) }
            return segment.hasSuffix("...}") ? encode(segments: value) : encode(value)
        }
        let path = "/" + segments.joined(separator: "/")
        return query.isEmpty ? path : "\(path)?\(query.map(\.encoded).joined(separator: "&"))"
    }

    private static func encode(segments: String) -> String {
        segments.split(separator: "/").map { encode(String($0)) }.joined(separator: "/")
    }

    /// An at sign is allowed in a path (RFC 3986 §3.3) and reads better in the name of a scope.
    private static func encode(_ segment: String) -> String {
        PercentEncoding.encode(segment).replacing("%40", with: "@")
    }
}
