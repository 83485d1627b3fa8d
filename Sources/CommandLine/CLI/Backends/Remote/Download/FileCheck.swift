import Crypto
import Posix
import Reporting

/// Reads a file whole for its digest, and says how far it is.
struct FileCheck {
    private static let pieceBytes = 1 << 20

    let reporter: Reporter

    /// The SHA-512 of everything in it.
    func sha512(of file: borrowing Descriptor) throws -> SHA512Digest {
        var hash = SHA512()
        var buffer = [UInt8](repeating: 0, count: Self.pieceBytes)
        while true {
            try reporter.checkCancellation()
            let count = try file.read(into: &buffer)
            guard count > 0 else { return hash.finalize() }
            hash.update(buffer, count: count)
            reporter.advance(by: Int64(count))
        }
    }
}
