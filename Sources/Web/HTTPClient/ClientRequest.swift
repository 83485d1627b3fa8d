package import HTTPMessages
package import Posix

/// One request to an http or https address.
///
/// A proxy is taken from the environment, as libcurl does it, unless the client's settings say otherwise, but never for
/// this machine itself.
package struct ClientRequest: Sendable {
    /// What is sent after the head.
    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// The file beneath the folder, from its start; its size is announced.
        case file(RelativePath, in: Directory)
    }

    package let method: HTTPMethod
    /// The address, percent-encoded, without a user and password.
    ///
    /// Its path is sent as it stands.
    package private(set) var url: String
    package var fields: HTTPFields
    package let body: Body
    /// How long connecting may take.
    package var connectTimeout: Duration
    /// How long the transfer may be slower than `slowest`; rounded up to whole seconds.
    package var idleTimeout: Duration
    /// Bytes a second.
    package var slowest = 1
    /// Who asks; said to the host of `url` alone, wherever redirects lead.
    package var credentials: Credentials?
    /// How many redirects of a GET or HEAD are followed; with none, a redirect is an answer like others.
    package var redirects = 0
    /// Whether the answer may come compressed; the body is handed on as it was before.
    package var takesGzip = false
    /// The most bytes of the body as they are sent: what is compressed counts as it is.
    package var wireLimit = Int64.max
    /// Hears how many more bytes of the body have come, as sent.
    ///
    /// Called on the client's thread, so it must not wait.
    package var progress: (@Sendable (Int64) -> Void)?

    package init(
        _ method: HTTPMethod,
        _ url: String,
        fields: HTTPFields = [:],
        body: Body = .none,
        connectTimeout: Duration = .seconds(10),
        idleTimeout: Duration = .seconds(60)
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.connectTimeout = connectTimeout
        self.idleTimeout = idleTimeout
    }

    /// The same request to another address.
    func moved(to url: String) -> ClientRequest {
        var other = self
        other.url = url
        return other
    }
}
