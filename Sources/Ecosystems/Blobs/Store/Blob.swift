package import Crypto
package import Posix

/// One content of the store, wherever and by however many names it is used.
package struct Blob: Hashable, Sendable {
    /// What it is found by, in the store and in most lists of upstream.
    package let sha256: SHA256Digest
    /// What snapshots and archives name it by.
    package let sha512: SHA512Digest
    /// Its bytes.
    package let size: Int64

    package init(sha256: SHA256Digest, sha512: SHA512Digest, size: Int64) {
        self.sha256 = sha256
        self.sha512 = sha512
        self.size = size
    }

    /// Where its bytes lie in the folder of the store: `ab/` and the other 62 digits of its SHA-256.
    package var path: RelativePath { Self.path(of: sha256) }

    /// Where a content of that digest lies, if it is there.
    static func path(of sha256: SHA256Digest) -> RelativePath {
        let hex = sha256.hex
        return RelativePath(packed: "\(hex.prefix(2))/\(hex.dropFirst(2))")
    }
}
