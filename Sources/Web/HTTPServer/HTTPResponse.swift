package import HTTPMessages
package import Posix

/// What goes back to the client.
///
/// The server itself adds `Date`, `Connection` and the framing fields, and leaves the body out where the request or
/// the status has none.
package struct HTTPResponse: Sendable {
    /// Where the bytes of a response come from.
    package enum Body: Sendable {
        case empty
        case bytes([UInt8])
        /// Part of an open file, sent by the system without a copy.
        case file(FileBody)
        /// Bytes as they are made: in chunks, or as many as a `Content-Length` among the fields says.
        case stream(@Sendable (ResponseWriter) async throws -> Void)
    }

    /// The status, the header fields and the body.
    package var status: HTTPStatus
    /// The header fields, and the body.
    package var fields: HTTPFields
    package var body: Body
    /// Whether it is, or in a 304 stands for, what a browser shows as a page; a 304 has no type to see it by, and
    /// browsers take the policy that comes with it for that of the page.
    package var isPage: Bool
    /// Whether the stream has no end of its own; then a graceful stop cancels it rather than waits for it.
    package var isEndless = false
    /// Called when the whole response has left this machine; not for one that broke off.
    package var whenSent: (@Sendable () async -> Void)?

    package init(_ status: HTTPStatus, fields: HTTPFields = [:], body: Body = .empty, isPage: Bool = false) {
        self.isPage = isPage
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// Puts a response of one type together from bytes.
    package init(_ status: HTTPStatus, _ type: MediaType, _ bytes: [UInt8]) {
        self.init(status, fields: [.contentType: type.description], body: .bytes(bytes), isPage: type.isPage)
    }
}

/// The part of a file that a response sends.
package struct FileBody: Sendable {
    package let file: OpenFile
    package let range: Range<Int64>
    /// Where its file system is asked; `nil` where nobody looks after that.
    package var lane: DiskLane?
    /// Called with each piece that left this machine, also of a response that breaks off afterwards; must not block.
    package var whenPassed: (@Sendable (Range<Int64>) -> Void)?

    /// Names a part by its offsets; should the file be shorter by then, the connection is broken off.
    package init(_ file: OpenFile, _ range: Range<Int64>, on lane: DiskLane? = nil) {
        self.file = file
        self.lane = lane
        self.range = range
    }

    var count: Int64 { range.upperBound - range.lowerBound }
}
