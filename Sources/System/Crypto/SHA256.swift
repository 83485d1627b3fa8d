/// SHA-256 (FIPS 180-4 §6.2).
package struct SHA256: HashFunction {
    /// Its result: 32 bytes.
    package typealias Digest = SHA256Digest

    private static let algorithm = Algorithm("SHA256")

    private var context = DigestContext(SHA256.algorithm)

    package init() {}

    package mutating func update(_ bytes: RawSpan) { context.update(bytes) }

    package mutating func finalize() -> SHA256Digest { context.finalize() }
}

/// 32 bytes that SHA-256 gave.
package struct SHA256Digest: Digest {
    package static let byteCount = 32

    private var storage = InlineArray<32, UInt8>(repeating: 0)

    package init(filling fill: (UnsafeMutableRawBufferPointer) -> Void) {
        Swift.withUnsafeMutableBytes(of: &storage, fill)
    }

    package func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
        Swift.withUnsafeBytes(of: storage, body)
    }
}
