import HTTPMessages

/// How the end of a request's body is known (RFC 9112 §6.3).
enum BodyFraming: Equatable, Sendable {
    case none
    case length(Int64)
    case chunked
}

/// Everything before the body of a request, checked.
struct RequestHead: Equatable, Sendable {
    var method: HTTPMethod
    var target: RequestTarget
    var isHTTP10: Bool
    var fields = HTTPFields()
    var framing = BodyFraming.none
    /// Host and port that the request was addressed to; `nil` only in HTTP/1.0.
    var authority: Authority?
    /// Whether the client wants to send another request on this connection.
    var keepsAlive = true
    /// Whether the client waits for 100 before it sends the body (RFC 9110 §10.1.1).
    var expectsContinue = false
}
