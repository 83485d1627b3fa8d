package import Posix

extension FileDigest {
    /// What may be computed beside SHA-512.
    package enum Kind: Sendable {
        case sha1
        case sha256
        case sha384
    }
}

/// The digests of a file that is read, or written, piece by piece.
package struct RunningFileDigest: Sendable {
    private static let pieceBytes = 256 << 10

    private var sha512 = SHA512()
    private var sha1: SHA1?
    private var sha256: SHA256?
    private var sha384: SHA384?

    /// Starts with nothing hashed; SHA-512 is always computed.
    package init(_ kinds: Set<FileDigest.Kind> = []) {
        sha1 = kinds.contains(.sha1) ? SHA1() : nil
        sha256 = kinds.contains(.sha256) ? SHA256() : nil
        sha384 = kinds.contains(.sha384) ? SHA384() : nil
    }

    /// Hashes the next bytes.
    package mutating func update(_ bytes: [UInt8]) { update(bytes, count: bytes.count) }

    /// Hashes the first `count` bytes of a buffer.
    package mutating func update(_ bytes: [UInt8], count: Int) {
        sha512.update(bytes, count: count)
        sha1?.update(bytes, count: count)
        sha256?.update(bytes, count: count)
        sha384?.update(bytes, count: count)
    }

    /// Hashes everything from the current offset of a file on, and says how many bytes that were.
    ///
    /// `each` hears how many bytes every piece has, and stops the reading by throwing.
    @discardableResult
    package mutating func update(
        from file: borrowing Descriptor,
        each: (_ bytes: Int) throws -> Void = { _ in }
    ) throws -> Int64 {
        file.adviseSequential()
        var (total, buffer) = (Int64(0), [UInt8](repeating: 0, count: Self.pieceBytes))
        while true {
            let count = try file.read(into: &buffer)
            guard count > 0 else { return total }
            update(buffer, count: count)
            total += Int64(count)
            try each(count)
        }
    }

    /// The digests of all that was given since the start, which begins anew.
    package mutating func finalize() -> FileDigest {
        FileDigest(
            sha512: sha512.finalize(),
            sha1: sha1?.finalize(),
            sha256: sha256?.finalize(),
            sha384: sha384?.finalize()
        )
    }
}
