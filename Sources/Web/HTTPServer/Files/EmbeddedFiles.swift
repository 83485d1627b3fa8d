package import HTTPMessages

/// Serves files that are a part of the program, as `StaticFiles` serves a folder.
package struct EmbeddedFiles: Sendable {
    /// One file as it is, and compressed for clients that take it so; each with a tag that changes with its bytes.
    package struct File: Sendable {
        private let plain: Representation
        private let compressed: Representation?

        /// `gzipped` is the same as one gzip member; it is not used where it is no smaller.
        package init(_ bytes: [UInt8], gzipped: [UInt8]? = nil, etag: EntityTag) {
            plain = Representation(bytes: bytes, etag: etag)
            compressed = gzipped.flatMap { member in
                guard member.count < bytes.count else { return nil }
                return Representation(bytes: member, etag: EntityTag("\(etag.opaque)-gzip"), coding: "gzip")
            }
        }

        func response(to request: HTTPRequest, type: MediaType) throws(HTTPServerError) -> HTTPResponse {
            let takesGzip = AcceptedCodings(request.fields).takes("gzip")
            let chosen = compressed.flatMap { takesGzip ? $0 : nil } ?? plain
            var response = try chosen.response(to: request, type: type)
            if compressed != nil { response.fields[.vary] = "Accept-Encoding" }
            return response
        }
    }

    private struct Representation: Sendable {
        let bytes: [UInt8]
        let etag: EntityTag
        var coding: String?

        func response(to request: HTTPRequest, type: MediaType) throws(HTTPServerError) -> HTTPResponse {
            var response = HTTPResponse(.ok, type, bytes)
            response.fields[.contentEncoding] = coding
            // A browser asks each time whether its copy is still good: the program may be another one.
            response.fields[.cacheControl] = "no-cache"
            return try response.validated(by: etag, for: request)
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
