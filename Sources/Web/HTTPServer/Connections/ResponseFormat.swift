import HTTPMessages

/// What the request decides about the form of its response.
struct ResponseFormat: Sendable {
    let isHead: Bool
    let isHTTP10: Bool
    /// Whether the connection stays open afterwards.
    let keepsAlive: Bool

    /// Whether a request's connection is kept: not where only its end can say where the response ends.
    init(_ head: RequestHead, _ response: HTTPResponse, keepsAlive: Bool) {
        isHead = head.method == .HEAD
        isHTTP10 = head.isHTTP10
        self.keepsAlive = keepsAlive && !(isHTTP10 && !isHead && response.isStream && response.announcedLength == nil)
    }

    private init() {
        isHead = false
        isHTTP10 = false
        keepsAlive = false
    }

    /// The form of an answer to bytes that are no request.
    static let refusal = ResponseFormat()
}

/// How a client knows where a response ends (RFC 9112 §6.3).
enum ResponseFraming: Equatable, Sendable {
    /// By its status or its request's method.
    case none
    case length(Int64)
    case chunked
    /// At the end of the connection: for HTTP/1.0, which knows no chunks.
    case untilClose
}

extension HTTPResponse {
    var isStream: Bool {
        if case .stream = body { return true }
        return false
    }

    func framing(_ format: ResponseFormat) -> ResponseFraming {
        if status.forbidsBody { return .none }
        switch body {
        case .empty: return .length(format.isHead ? announcedLength ?? 0 : 0)
        case .bytes(let bytes): return .length(Int64(bytes.count))
        case .file(let file): return .length(file.count)
        case .stream:
            if let announcedLength { return .length(announcedLength) }
            return format.isHTTP10 ? .untilClose : .chunked
        }
    }

    fileprivate var announcedLength: Int64? { fields[.contentLength].flatMap { Int64($0) } }
}
