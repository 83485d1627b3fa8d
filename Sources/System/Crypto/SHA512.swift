/// SHA-512 (FIPS 180-4 §6.4).
package struct SHA512: HashFunction {
    /// Its result: 64 bytes.
    package typealias Digest = SHA512Digest

    private static let algorithm = Algorithm("SHA512")

    private var context = DigestContext(SHA512.algorithm)

    package init() {}

    package mutating func update(_ bytes: RawSpan) { context.update(bytes) }

    package mutating func finalize() -> SHA512Digest { context.finalize() }
}

/// 64 bytes that SHA-512 gave.
package struct SHA512Digest: Digest {
    package static let byteCount = 64

    private var storage = InlineArray<64, UInt8>(repeating: 0)

    package init(filling fill: (UnsafeMutableRawBufferPointer) -> Void) {
        Swift.withUnsafeMutableBytes(of: &storage, fill)
    }

    package func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
        Swift.withUnsafeBytes(of: storage, body)
    }
}
