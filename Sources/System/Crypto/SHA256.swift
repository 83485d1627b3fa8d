/// SHA-256 (FIPS 180-4 §6.2).
package struct SHA256: HashFunction {
    /// Its result: 32 bytes.
    package typealias Digest = SHA256Digest

    private static let algorithm = Algorithm("SHA256")

    private var context = DigestContext(SHA256.algorithm)

    /// Starts with nothing hashed.
    package init() {}

    /// Hashes the next bytes.
    package mutating func update(_ bytes: RawSpan) { context.update(bytes) }

    /// The digest of all that was given since the start, which begins anew.
    package mutating func finalize() -> SHA256Digest { context.finalize() }
}

/// 32 bytes that SHA-256 gave.
package struct SHA256Digest: Digest {
    /// 32.
    package static let byteCount = 32

    private var storage = InlineArray<32, UInt8>(repeating: 0)

    /// A value whose bytes `fill` writes.
    package init(filling fill: (UnsafeMutableRawBufferPointer) -> Void) {
        Swift.withUnsafeMutableBytes(of: &storage, fill)
    }

    /// Lends the bytes.
    package func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
        Swift.withUnsafeBytes(of: storage, body)
    }
}
