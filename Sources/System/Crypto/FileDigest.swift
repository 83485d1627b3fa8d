package import Posix

/// The digests of a whole file, all of one reading.
package struct FileDigest: Sendable {
    /// Of every byte that was read.
    package let sha512: SHA512Digest
    /// There where it was asked for.
    package let sha1: SHA1Digest?
    /// There where it, or all others of the SHA-2 family, were asked for.
    package let sha256: SHA256Digest?
    package let sha384: SHA384Digest?

    init(sha512: SHA512Digest, sha1: SHA1Digest?, sha256: SHA256Digest?, sha384: SHA384Digest?) {
        self.sha512 = sha512
        self.sha1 = sha1
        self.sha256 = sha256
        self.sha384 = sha384
    }

    /// Reads everything from the current offset on.
    ///
    /// `each` hears how many bytes every piece has, and stops the reading by throwing.
    package init(
        of file: borrowing Descriptor,
        withSHA1: Bool = false,
        withSHA2: Bool = false,
        each: (_ bytes: Int) throws -> Void = { _ in }
    ) throws {
        let kinds: [Kind] = (withSHA1 ? [.sha1] : []) + (withSHA2 ? [.sha256, .sha384] : [])
        var running = RunningFileDigest(Set(kinds))
        try running.update(from: file, each: each)
        self = running.finalize()
    }
}
