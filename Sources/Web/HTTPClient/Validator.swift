package import HTTPMessages

/// What a server said about the state of a resource when it last sent it, so that it can be asked for a newer one alone.
package struct Validator: Sendable, Equatable {
    /// The value of `ETag`, as it came.
    package let etag: String?
    /// The value of `Last-Modified`, as it came.
    package let lastModified: String?

    package init(etag: String?, lastModified: String? = nil) {
        self.etag = etag
        self.lastModified = lastModified
    }

    /// Takes both from the head of an answer.
    package init(_ head: ClientResponseHead) {
        self.init(etag: head.fields[.etag], lastModified: head.fields[.lastModified])
    }

    /// The tag, if equal ones promise equal bytes (RFC 9110 §8.8.1).
    package var strongTag: EntityTag? {
        guard let tag = etag.flatMap({ EntityTag(parsing: $0) }), !tag.isWeak else { return nil }
        return tag
    }
}

extension ClientRequest {
    /// Asks for an answer only if it is another one: the same is `304` (RFC 9110 §13.1).
    package mutating func revalidate(_ validator: Validator) {
        fields[.ifNoneMatch] = validator.etag
        // A recipient of both passes over the date (RFC 9110 §13.1.3).
        fields[.ifModifiedSince] = validator.etag == nil ? validator.lastModified : nil
    }
}
