package import HTTPMessages
package import Posix

/// One request to an http or https address. Redirects are not followed.
package struct ClientRequest: Sendable {
    /// What is sent after the header.
    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// The file beneath the folder, from its start; its size is announced.
        case file(RelativePath, in: Directory)
    }

    package let method: HTTPMethod
    package let url: String
    package let fields: HTTPFields
    package let body: Body
    /// How long connecting may take.
    package let connectTimeout: Duration
    /// How long an answer may keep still, once connected.
    package let idleTimeout: Duration

    /// Describes one request.
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

/// The start of an answer.
package struct ClientResponseHead: Sendable {
    package let status: HTTPStatus
    package let fields: HTTPFields

    init(status: HTTPStatus, fields: HTTPFields) {
        self.status = status
        self.fields = fields
    }
}

/// A whole answer.
package struct ClientResponse: Sendable {
    package let head: ClientResponseHead
    package let body: [UInt8]
}
