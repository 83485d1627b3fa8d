import Crypto

/// A JSON answer of the registry, ready to be sent.
package struct RegistryDocument: Sendable {
    package let bytes: [UInt8]
    /// A strong validator made from the body, without its quotes (RFC 9110 §8.8.3).
    package let entityTag: String
    /// The value for `Content-Type`.
    package let contentType: String

    init(_ bytes: [UInt8], contentType: String = Self.json) {
        self.bytes = bytes
        self.contentType = contentType
        entityTag = String(SHA256.hash(bytes).hex.prefix(32))
    }

    static let json = "application/json; charset=utf-8"
    static let abbreviated = "application/vnd.npm.install-v1+json; charset=utf-8"
}
