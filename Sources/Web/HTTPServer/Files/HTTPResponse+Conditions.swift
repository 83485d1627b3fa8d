package import HTTPMessages

extension HTTPResponse {
    /// The same under this tag, or 304 where the request has it already (RFC 9110 §13.1.2).
    ///
    /// Throws 412 where the request wants another state than this.
    package func validated(by tag: EntityTag, for request: HTTPRequest) throws(HTTPServerError) -> HTTPResponse {
        let isKnown = try Preconditions(etag: tag, lastModified: nil).check(request) == .notModified
        var response = self
        response.fields[.etag] = tag.description
        guard isKnown else { return response }
        response.status = .notModified
        response.body = .empty
        for name in [HTTPFieldName.contentType, .contentEncoding, .contentDisposition] { response.fields[name] = nil }
        return response
    }
}
