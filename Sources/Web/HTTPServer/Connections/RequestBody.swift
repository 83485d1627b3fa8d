import HTTPMessages

/// The body of a request as pieces that arrive when they are asked for.
///
/// It can be read once, by one task.
///
/// Reading throws `HTTPServerError`: 413 beyond the limit, 408 when the client is too slow, 400 when the body breaks
/// off or its framing is broken.
package struct RequestBody: Sendable, AsyncSequence {
    /// A piece of the body, in order.
    package typealias Element = [UInt8]

    fileprivate enum Source: Sendable {
        case bytes([UInt8])
        case connection(BodyReader)
    }

    private let source: Source

    /// A request without a body.
    package static let none = RequestBody([])

    /// A body that is already here.
    package init(_ bytes: [UInt8]) { source = .bytes(bytes) }

    init(_ reader: BodyReader) { source = .connection(reader) }

    /// How long the client said it is; `nil` for chunks.
    package var declaredLength: Int64? {
        switch source {
        case .bytes(let bytes): Int64(bytes.count)
        case .connection(let reader): reader.declaredLength
        }
    }

    /// Refuses to read more than `limit` bytes; throws 413 now, when the client has announced more.
    package func limit(to limit: Int64) throws(HTTPServerError) {
        if let declaredLength, declaredLength > limit { throw .bodyTooLarge(limit) }
        if case .connection(let reader) = source { reader.setLimit(limit) }
    }

    /// All of it.
    ///
    /// The route's limit bounds the memory.
    package func collect() async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await bytes in self {
            if all.isEmpty { all = bytes } else { all.append(contentsOf: bytes) }
        }
        return all
    }

    package func makeAsyncIterator() -> Iterator { Iterator(source: source) }

    /// Gives the pieces; none is empty.
    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var source: Source

        package mutating func next() async throws -> [UInt8]? {
            switch source {
            case .bytes(let bytes):
                source = .bytes([])
                return bytes.isEmpty ? nil : bytes
            case .connection(let reader): return try await reader.next()
            }
        }
    }
}

extension HTTPServerError {
    static func bodyTooLarge(_ limit: Int64) -> HTTPServerError {
        HTTPServerError(.bodyTooLarge, limit == 0 ? "this takes no body" : "the body is over \(limit) bytes")
    }
}
