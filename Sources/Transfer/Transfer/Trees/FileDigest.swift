package import Crypto
package import Posix
package import Reporting

/// The digest of a whole file.
package enum FileDigest {
    private static let pieceBytes = 256 << 10

    /// The SHA-512 of everything from the current offset on; `reporter` hears of each byte and may cancel.
    package static func sha512(of file: borrowing Descriptor, reporter: Reporter = .silent) throws -> SHA512Digest {
        var hash = SHA512()
        var buffer = [UInt8](repeating: 0, count: pieceBytes)
        while true {
            try reporter.checkCancellation()
            let count = try file.read(into: &buffer)
            guard count > 0 else { return hash.finalize() }
            hash.update(buffer, count: count)
            reporter.advance(by: Int64(count))
        }
    }
}
