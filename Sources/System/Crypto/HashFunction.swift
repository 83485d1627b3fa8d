/// A function from bytes, given piece by piece, to a digest.
///
/// A copy continues on its own.
package protocol HashFunction: Sendable {
    /// What `finalize` gives.
    associatedtype Digest: Crypto.Digest

    /// Starts with nothing hashed.
    init()

    /// Hashes the next bytes.
    mutating func update(_ bytes: RawSpan)

    /// The digest of all that was given since the start, which begins anew: one value can hash many files.
    mutating func finalize() -> Digest
}

extension HashFunction {
    /// Hashes the next bytes, as rooms with strict memory safety can lend them.
    package mutating func update(_ bytes: Span<UInt8>) { update(bytes.bytes) }

    /// Hashes the first `count` bytes of a buffer.
    package mutating func update(_ bytes: [UInt8], count: Int) {
        precondition(count <= bytes.count, "there are no \(count) bytes in a buffer of \(bytes.count)")
        update(bytes.span.extracting(first: count))
    }

    /// Hashes all of a buffer.
    package mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

    /// The digest of one whole message.
    package static func hash(_ bytes: [UInt8]) -> Digest {
        var function = Self()
        function.update(bytes)
        return function.finalize()
    }
}
