import CCrypto

/// A digest of libcrypto, fetched once per process as EVP_MD_fetch(3) advises.
struct Algorithm: @unchecked Sendable {
    // Never changed nor freed after the fetch, so any thread may read it.
    fileprivate let method: OpaquePointer

    init(_ name: String) {
        guard let method = EVP_MD_fetch(nil, name, nil) else {
            preconditionFailure("libcrypto offers no \(name): check its provider configuration")
        }
        self.method = method
    }
}

/// A running hash with the meaning of a value: it is copied before a change when another value shares it.
struct DigestContext: Sendable {
    private var state: State

    init(_ algorithm: Algorithm) { state = State(algorithm) }

    mutating func update(_ bytes: RawSpan) {
        makeUnique()
        bytes.withUnsafeBytes { state.update($0) }
    }

    /// Gives the digest and begins anew.
    mutating func finalize<Result: Digest>() -> Result {
        makeUnique()
        let digest = Result { state.finish($0) }
        state.begin()
        return digest
    }

    private mutating func makeUnique() {
        if !isKnownUniquelyReferenced(&state) { state = State(copying: state) }
    }
}

/// The context that libcrypto allocates.
private final class State: @unchecked Sendable {
    // Changed only while a single `DigestContext` refers to it, so by one thread at a time.
    private let context: OpaquePointer
    private let algorithm: Algorithm

    init(_ algorithm: Algorithm) {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("there is no memory for a hash") }
        self.context = context
        self.algorithm = algorithm
        begin()
    }

    convenience init(copying other: State) {
        self.init(other.algorithm)
        Self.require(EVP_MD_CTX_copy_ex(context, other.context))
    }

    deinit { EVP_MD_CTX_free(context) }

    func begin() { Self.require(EVP_DigestInit_ex2(context, algorithm.method, nil)) }

    func update(_ bytes: UnsafeRawBufferPointer) {
        Self.require(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    func finish(_ digest: UnsafeMutableRawBufferPointer) {
        Self.require(EVP_DigestFinal_ex(context, digest.assumingMemoryBound(to: UInt8.self).baseAddress, nil))
    }

    // These calls fail only for want of memory or when made out of order.
    private static func require(_ result: Int32) { precondition(result == 1, "libcrypto could not hash") }
}
