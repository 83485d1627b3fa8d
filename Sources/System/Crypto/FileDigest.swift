package import Posix

/// The digests of a whole file, all of one reading.
package struct FileDigest: Sendable {
    private static let pieceBytes = 256 << 10

    /// Of every byte that was read.
    package let sha512: SHA512Digest
    /// There where it was asked for.
    package let sha1: SHA1Digest?
    /// There, both of them, where the others of the SHA-2 family were asked for.
    package let sha256: SHA256Digest?
    package let sha384: SHA384Digest?

    /// Reads everything from the current offset on.
    ///
    /// `each` hears how many bytes every piece has, and stops the reading by throwing.
    package init(
        of file: borrowing Descriptor,
        withSHA1: Bool = false,
        withSHA2: Bool = false,
        each: (_ bytes: Int) throws -> Void = { _ in }
    ) throws {
        file.adviseSequential()
        var (sha512, sha1) = (SHA512(), SHA1())
        var (sha256, sha384) = withSHA2 ? (SHA256(), SHA384()) : (nil, nil)
        var buffer = [UInt8](repeating: 0, count: Self.pieceBytes)
        while true {
            let count = try file.read(into: &buffer)
            guard count > 0 else { break }
            sha512.update(buffer, count: count)
            if withSHA1 { sha1.update(buffer, count: count) }
            sha256?.update(buffer, count: count)
            sha384?.update(buffer, count: count)
            try each(count)
        }
        self.sha512 = sha512.finalize()
        self.sha1 = withSHA1 ? sha1.finalize() : nil
        self.sha256 = sha256?.finalize()
        self.sha384 = sha384?.finalize()
    }
}
