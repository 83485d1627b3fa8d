package import HTTPClient
import Posix

/// Why a content could not be fetched: which address, and what came of it.
package struct BlobFetchError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, as callers tell it apart.
    package enum Kind: Sendable, Equatable {
        /// Upstream says that it has no such file, by 404 or 410.
        case notFound(status: Int)
        /// Another number of bytes came, or was announced; `found` is `nil` where more came than were wanted.
        case wrongSize(expected: Int64, found: Int64?)
        /// As many bytes came as expected, and others.
        case wrongDigest(expected: String, found: String)
        /// Upstream answered with a status that brings no file.
        case refused(status: Int)
        /// No usable answer came.
        case transport(HTTPClientError)
    }

    /// The address that was asked.
    package let url: String
    /// What went wrong, as programs tell it apart.
    package let kind: Kind
    /// The media type of the body, where one came that is something else.
    package let type: String?

    package init(_ kind: Kind, url: String, type: String? = nil) {
        self.kind = kind
        self.url = url
        self.type = type
    }

    /// The cause, as a clause.
    package var cause: String {
        switch kind {
        case .notFound(let status): "is not there (\(status))"
        case .wrongSize(let expected, let found):
            "has \(found.map(String.init) ?? "more") bytes where \(expected) are expected\(page)"
        case .wrongDigest(let expected, let found):
            "is another file than expected: its digest is \(found), not \(expected)\(page)"
        case .refused(let status): "is refused (\(status))"
        case .transport(let error): error.cause
        }
    }

    /// One line that is safe to print: the address and the cause.
    package var description: String { PathError.printable("\(url) \(cause)") }

    /// Portals and proxies answer with a page and 200.
    private var page: String { type?.hasPrefix("text/html") == true ? "; a page came in its place (text/html)" : "" }
}
