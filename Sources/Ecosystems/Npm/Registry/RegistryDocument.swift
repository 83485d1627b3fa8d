import Crypto
package import Posix
import Trees

/// A JSON answer of the registry, ready to be sent.
package struct RegistryDocument: Sendable {
    package let bytes: [UInt8]
    /// A strong validator made from the body, without its quotes (RFC 9110 §8.8.3).
    package let entityTag: String
    package let contentType: String

    init(_ bytes: [UInt8], contentType: String = Self.json) {
        self.bytes = bytes
        self.contentType = contentType
        entityTag = String(SHA256.hash(bytes).hex.prefix(32))
    }

    static let json = "application/json; charset=utf-8"
    static let abbreviated = "application/vnd.npm.install-v1+json; charset=utf-8"
}

/// How a package is shown in a document.
enum DocumentForm: Hashable, Sendable {
    /// A packument.
    case packument(PackumentForm)
    /// One version.
    case manifest(RegistrySpec)
    /// Its tags.
    case tags
    /// An entry of a search result.
    case searchEntry
    /// An entry of `/-/all`.
    case listEntry
}

/// The two forms of a packument, between which clients choose with `Accept`.
package enum PackumentForm: Hashable, Sendable {
    /// Everything, as `application/json`.
    case full
    /// What installing needs, as `application/vnd.npm.install-v1+json`.
    case abbreviated
}

/// A tarball of the registry, opened to be sent.
package struct RegistryTarball: Sendable {
    /// At its start.
    package let file: OpenFile
    package let size: Int64
    /// A strong validator, without its quotes (RFC 9110 §8.8.3).
    package let entityTag: String
}

extension FileIdentity {
    /// The same as the text of an entity tag.
    var entityTag: String {
        var text = String(UInt64(bitPattern: modified), radix: 16)
        for part in [UInt64(bitPattern: changed), UInt64(bitPattern: size), inode, device] {
            text += "-"
            text += String(part, radix: 16)
        }
        return text
    }
}
