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

/// SHA-384 (FIPS 180-4 §6.5).
package struct SHA384: HashFunction {
    /// Its result: 48 bytes.
    package typealias Digest = SHA384Digest

    private static let algorithm = Algorithm("SHA384")

    private var context = DigestContext(SHA384.algorithm)

    package init() {}

    package mutating func update(_ bytes: RawSpan) { context.update(bytes) }

    package mutating func finalize() -> SHA384Digest { context.finalize() }
}

/// 48 bytes that SHA-384 gave.
package struct SHA384Digest: Digest {
    package static let byteCount = 48

    private var storage = InlineArray<48, UInt8>(repeating: 0)

    package init(filling fill: (UnsafeMutableRawBufferPointer) -> Void) {
        Swift.withUnsafeMutableBytes(of: &storage, fill)
    }

    package func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
        Swift.withUnsafeBytes(of: storage, body)
    }
}

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
