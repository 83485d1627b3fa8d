/// BLAKE2b with 64 bytes of result (RFC 7693).
package struct BLAKE2b: HashFunction {
    /// Its result: 64 bytes.
    package typealias Digest = BLAKE2bDigest

    private static let algorithm = Algorithm("BLAKE2B-512")

    private var context = DigestContext(BLAKE2b.algorithm)

    package init() {}

    package mutating func update(_ bytes: RawSpan) { context.update(bytes) }

    package mutating func finalize() -> BLAKE2bDigest { context.finalize() }
}

/// 64 bytes that BLAKE2b gave.
package struct BLAKE2bDigest: Digest {
    package static let byteCount = 64

    private var storage = InlineArray<64, UInt8>(repeating: 0)

    package init(filling fill: (UnsafeMutableRawBufferPointer) -> Void) {
        Swift.withUnsafeMutableBytes(of: &storage, fill)
    }

    package func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
        Swift.withUnsafeBytes(of: storage, body)
    }
}
