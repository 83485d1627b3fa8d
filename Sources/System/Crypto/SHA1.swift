/// SHA-1 (FIPS 180-4 §6.1).
package struct SHA1: HashFunction {
    /// Its result: 20 bytes.
    package typealias Digest = SHA1Digest

    private static let algorithm = Algorithm("SHA1")

    private var context = DigestContext(SHA1.algorithm)

    package init() {}

    package mutating func update(_ bytes: RawSpan) { context.update(bytes) }

    package mutating func finalize() -> SHA1Digest { context.finalize() }
}

/// 20 bytes that SHA-1 gave.
package struct SHA1Digest: Digest {
    package static let byteCount = 20

    private var storage = InlineArray<20, UInt8>(repeating: 0)

    package init(filling fill: (UnsafeMutableRawBufferPointer) -> Void) {
        Swift.withUnsafeMutableBytes(of: &storage, fill)
    }

    package func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
        Swift.withUnsafeBytes(of: storage, body)
    }
}
