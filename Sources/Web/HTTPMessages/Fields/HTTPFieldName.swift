/// A field name (RFC 9110 §5.1), compared without regard to case.
package struct HTTPFieldName: Hashable, Sendable, CustomStringConvertible {
    /// The name as it is written into a message.
    ///
    /// The only thing kept: the literals of the known names are not counted by reference, so that threads which send at
    /// the same time do not write to the same memory.
    package let display: String

    /// Wraps a token, as in `HTTPFieldName("Content-Type")`.
    ///
    /// Anything else could split a message, so it is a mistake of the caller.
    package init(_ name: StaticString) {
        let text = name.description
        precondition(!text.isEmpty && text.utf8.allSatisfy(\.isTokenCharacter), "a field name is a token")
        display = text
    }

    /// Takes a name from outside; `nil` unless it is a token.
    package init?(validating name: String) {
        guard !name.isEmpty, name.utf8.allSatisfy(\.isTokenCharacter) else { return nil }
        display = name
    }

    /// Wraps a text that a parser has checked to be a token.
    package init(checked name: String) { display = name }

    /// The name in lower case, which decides equality.
    package var canonical: String { display.lowercased() }

    package var description: String { display }

    package static func == (left: HTTPFieldName, right: HTTPFieldName) -> Bool {
        let (one, other) = (left.display.utf8, right.display.utf8)
        guard one.count == other.count else { return false }
        let (own, others) = (one.span, other.span)
        for index in own.indices where own[index].lowercased != others[index].lowercased { return false }
        return true
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(canonical) }
}

extension HTTPFieldName {
    /// The names that are used here, as their RFCs write them.
    package static let accept = HTTPFieldName("Accept")
    package static let acceptEncoding = HTTPFieldName("Accept-Encoding")
    package static let acceptRanges = HTTPFieldName("Accept-Ranges")
    package static let allow = HTTPFieldName("Allow")
    package static let cacheControl = HTTPFieldName("Cache-Control")
    package static let connection = HTTPFieldName("Connection")
    package static let contentDisposition = HTTPFieldName("Content-Disposition")
    package static let contentLength = HTTPFieldName("Content-Length")
    package static let contentRange = HTTPFieldName("Content-Range")
    package static let contentEncoding = HTTPFieldName("Content-Encoding")
    package static let contentSecurityPolicy = HTTPFieldName("Content-Security-Policy")
    package static let contentType = HTTPFieldName("Content-Type")
    package static let date = HTTPFieldName("Date")
    package static let etag = HTTPFieldName("ETag")
    package static let expect = HTTPFieldName("Expect")
    package static let forwarded = HTTPFieldName("Forwarded")
    package static let host = HTTPFieldName("Host")
    package static let idempotencyKey = HTTPFieldName("Idempotency-Key")
    package static let ifMatch = HTTPFieldName("If-Match")
    package static let ifModifiedSince = HTTPFieldName("If-Modified-Since")
    package static let ifNoneMatch = HTTPFieldName("If-None-Match")
    package static let ifRange = HTTPFieldName("If-Range")
    package static let ifUnmodifiedSince = HTTPFieldName("If-Unmodified-Since")
    package static let lastEventID = HTTPFieldName("Last-Event-ID")
    package static let lastModified = HTTPFieldName("Last-Modified")
    package static let link = HTTPFieldName("Link")
    package static let location = HTTPFieldName("Location")
    package static let origin = HTTPFieldName("Origin")
    package static let range = HTTPFieldName("Range")
    package static let reprDigest = HTTPFieldName("Repr-Digest")
    package static let retryAfter = HTTPFieldName("Retry-After")
    package static let secFetchSite = HTTPFieldName("Sec-Fetch-Site")
    package static let transferEncoding = HTTPFieldName("Transfer-Encoding")
    package static let userAgent = HTTPFieldName("User-Agent")
    package static let vary = HTTPFieldName("Vary")
    package static let xForwardedProto = HTTPFieldName("X-Forwarded-Proto")
    package static let requestID = HTTPFieldName("X-Request-Id")
    /// Who runs the command that sends a request: a user's name, percent-encoded (docs/http.md).
    package static let initiator = HTTPFieldName("X-Initiator")
    /// The `.sig` file of the document in the body, in Base64 (docs/http.md).
    package static let signature = HTTPFieldName("X-Signature")
}
