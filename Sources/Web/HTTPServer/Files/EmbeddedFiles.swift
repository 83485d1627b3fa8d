package import HTTPMessages

/// Serves files that are a part of the program, as `StaticFiles` serves a folder.
package struct EmbeddedFiles: Sendable {
    /// One file: its bytes, and a tag that changes with them.
    package struct File: Sendable {
        private let bytes: [UInt8]
        private let etag: EntityTag

        package init(_ bytes: [UInt8], etag: EntityTag) {
            self.bytes = bytes
            self.etag = etag
        }

        func response(to request: HTTPRequest, type: MediaType) throws(HTTPServerError) -> HTTPResponse {
            let conditions = Preconditions(etag: etag, lastModified: nil)
            let isKnown = try conditions.check(request) == .notModified
            var response = isKnown ? HTTPResponse(.notModified, isPage: type.isPage) : HTTPResponse(.ok, type, bytes)
            response.fields[.etag] = etag.description
            // A browser asks each time whether its copy is still good: the program may be another one.
            response.fields[.cacheControl] = "no-cache"
            return response
        }
    }

    private let files: [String: File]

    /// Serves these files by their paths, such as `js/main.js`.
    package init(_ files: [String: File]) { self.files = files }

    /// Answers a request with the file at `path`, decoded and without a leading slash; throws 404.
    package func respond(to request: HTTPRequest, path: String) throws(HTTPServerError) -> HTTPResponse {
        guard let file = files[path] else {
            throw HTTPServerError(.notFound, "there is nothing at \(request.target.rawPath)")
        }
        return try file.response(to: request, type: ContentTypes.type(of: path[...]))
    }
}
