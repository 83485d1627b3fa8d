package import HTTPMessages

/// The start of an answer.
package struct ClientResponseHead: Sendable {
    package let status: HTTPStatus
    package let fields: HTTPFields

    package init(status: HTTPStatus, fields: HTTPFields) {
        self.status = status
        self.fields = fields
    }

    /// Where a redirect leads (RFC 9110 §15.4); `nil` for any other answer.
    var redirection: String? { [301, 302, 303, 307, 308].contains(status.code) ? fields[.location] : nil }
}

/// A whole answer.
package struct ClientResponse: Sendable {
    package let head: ClientResponseHead
    package let body: [UInt8]
}

/// The body of an answer, taken piece by piece by whoever asked.
///
/// What is not taken stays with the server, but for a few hundred kilobytes.
package struct ResponseBody: Sendable {
    private let queue: BodyQueue
    private let resume: @Sendable () -> Void

    init(_ queue: BodyQueue, resume: @escaping @Sendable () -> Void) {
        self.queue = queue
        self.resume = resume
    }

    /// The next piece, never empty; `nil` once all has come. Throws what broke the transfer.
    package func next() async throws -> [UInt8]? {
        let (bytes, wasFull) = try await queue.take()
        if wasFull { resume() }
        return bytes.isEmpty ? nil : bytes
    }

    /// Passes over what is left, up to a bound, so that the connection can serve the next request.
    func skip(atMost limit: Int) async throws {
        var skipped = 0
        while skipped <= limit, let piece = try await next() { skipped += piece.count }
    }

    /// All that is left; more than `limit` bytes are `tooLarge`.
    package func collect(_ url: String, limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await next() {
            guard bytes.count + piece.count <= limit else { throw HTTPClientError.tooLarge(url, limit: Int64(limit)) }
            bytes += piece
        }
        return bytes
    }
}
