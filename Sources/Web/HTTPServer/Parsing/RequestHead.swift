package import HTTPMessages

/// How the end of a request's body is known (RFC 9112 §6.3).
package enum BodyFraming: Equatable, Sendable {
    case none
    case length(Int64)
    case chunked
}

/// Everything before the body of a request, checked.
package struct RequestHead: Equatable, Sendable {
    package let method: HTTPMethod
    package let target: RequestTarget
    package let isHTTP10: Bool
    package internal(set) var fields = HTTPFields()
    package internal(set) var framing = BodyFraming.none
    /// Host and port that the request was addressed to; `nil` only in HTTP/1.0.
    package internal(set) var authority: Authority?
    /// Whether the client wants to send another request on this connection.
    package internal(set) var keepsAlive = true
    /// Whether the client waits for 100 before it sends the body (RFC 9110 §10.1.1).
    package internal(set) var expectsContinue = false
}
