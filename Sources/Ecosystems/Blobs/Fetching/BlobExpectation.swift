package import Crypto

/// What a download must turn out to be.
package struct BlobExpectation: Hashable, Sendable {
    package let sha256: SHA256Digest?
    package let sha512: SHA512Digest?
    /// Bytes; `nil` where nobody has said how many.
    package let size: Int64?

    /// Takes what is known; at least one digest must be.
    package init(sha256: SHA256Digest?, sha512: SHA512Digest? = nil, size: Int64?) {
        precondition(sha256 != nil || sha512 != nil, "without a digest anything would do")
        self.sha256 = sha256
        self.sha512 = sha512
        self.size = size
    }

    /// Whose turn it is to fetch it.
    var turn: BlobTurn? { sha256.map(BlobTurn.fetching) ?? sha512.map(BlobTurn.fetching512) }

    /// What its file is called while it is not whole.
    var name: String { sha256?.hex ?? sha512?.hex ?? "" }

    /// Why what came is something else; `nil` when it is not.
    func difference(_ blob: Blob) -> BlobFetchError.Kind? {
        if let size, size != blob.size { return .wrongSize(expected: size, found: blob.size) }
        if let sha256, sha256 != blob.sha256 { return .wrongDigest(expected: sha256.hex, found: blob.sha256.hex) }
        if let sha512, sha512 != blob.sha512 { return .wrongDigest(expected: sha512.hex, found: blob.sha512.hex) }
        return nil
    }
}
