package import HTTPMessages
package import Posix

/// One request to an http or https address.
///
/// Redirects are not followed: they are answers like others. A proxy is taken from the environment, as libcurl does
/// it, but never for this machine itself.
package struct ClientRequest: Sendable {
    /// What is sent after the head.
    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// The file beneath the folder, from its start; its size is announced.
        case file(RelativePath, in: Directory)
    }

    package let method: HTTPMethod
    /// The address, percent-encoded.
    ///
    /// Its path is sent as it stands.
    package let url: String
    package let fields: HTTPFields
    package let body: Body
    /// How long connecting may take.
    package let connectTimeout: Duration
    /// How long there may be no byte in either direction; rounded up to whole seconds.
    package let idleTimeout: Duration

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
}
