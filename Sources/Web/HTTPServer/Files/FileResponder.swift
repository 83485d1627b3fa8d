package import HTTPMessages
package import Posix

/// Answers requests for one open file: 200, 206, 304, 412 or 416, for GET and HEAD (RFC 9110 §13, §14).
package struct FileResponder: Sendable {
    private let file: OpenFile
    private let size: Int64
    private let type: MediaType
    private let conditions: Preconditions
    private let fields: HTTPFields
    private let lane: DiskLane?

    /// Describes a file.
    ///
    /// A strong `etag` must change whenever the bytes do. `lane` is where its file system is asked.
    ///
    /// `fields` go along with every answer that carries content.
    package init(
        _ file: OpenFile,
        size: Int64,
        type: MediaType,
        etag: EntityTag?,
        lastModified: HTTPDate?,
        fields: HTTPFields = [:],
        on lane: DiskLane? = nil
    ) {
        self.file = file
        self.lane = lane
        self.size = size
        self.type = type
        self.conditions = Preconditions(etag: etag, lastModified: lastModified)
        self.fields = fields
    }

    /// Weighs the request's conditions, then its range.
    ///
    /// Throws 412 and 416.
    package func respond(to request: HTTPRequest) throws(HTTPServerError) -> HTTPResponse {
        guard try conditions.check(request) == .proceed else {
            return HTTPResponse(.notModified, fields: validators, isPage: type.isPage)
        }
        var response = HTTPResponse(
            .ok,
            fields: contentFields,
            body: .file(FileBody(file, 0..<size, on: lane)),
            isPage: type.isPage
        )
        guard let range = wantedRange(request) else { return response }
        guard let part = range.resolved(size: size) else { throw unsatisfiable() }
        response.status = .partialContent
        response.fields[.contentRange] = ContentRange(part, size: size).description
        response.body = .file(FileBody(file, part, on: lane))
        return response
    }

    /// Ranges are defined for GET alone (RFC 9110 §14.2).
    private func wantedRange(_ request: HTTPRequest) -> ByteRange? {
        guard request.method == .GET, let field = request.fields[.range] else { return nil }
        guard conditions.allowsRange(request.fields) else { return nil }
        return ByteRange(parsing: field)
    }

    private func unsatisfiable() -> HTTPServerError {
        let range = ContentRange(nil, size: size).description
        return HTTPServerError(.rangeNotSatisfiable, "the file has \(size) bytes", fields: [.contentRange: range])
    }

    /// What a 304 must repeat (RFC 9110 §15.4.5).
    private var validators: HTTPFields {
        var found = HTTPFields()
        found[.etag] = conditions.etag?.description
        found[.lastModified] = conditions.lastModified?.description
        found[.cacheControl] = fields[.cacheControl]
        found[.vary] = fields[.vary]
        return found
    }

    private var contentFields: HTTPFields {
        var found = fields
        found[.contentType] = type.description
        found[.acceptRanges] = "bytes"
        if let etag = conditions.etag { found[.etag] = etag.description }
        if let lastModified = conditions.lastModified { found[.lastModified] = lastModified.description }
        return found
    }
}
