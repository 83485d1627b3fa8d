package import HTTPMessages

/// The start of an answer.
package struct ClientResponseHead: Sendable {
    package let status: HTTPStatus
    package let fields: HTTPFields
}

/// A whole answer.
package struct ClientResponse: Sendable {
    package let head: ClientResponseHead
    package let body: [UInt8]
}
