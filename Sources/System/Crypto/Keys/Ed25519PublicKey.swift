import CCrypto

/// A key that checks signatures (RFC 8032, Ed25519): 32 bytes.
package struct Ed25519PublicKey: Hashable, Sendable {
    /// How many bytes every key has.
    package static let byteCount = 32
    /// How many bytes every signature has.
    package static let signatureByteCount = 64

    /// The raw bytes.
    package let bytes: [UInt8]

    /// Takes raw bytes; `nil` unless there are exactly 32.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Whether its other half made this signature over exactly this message.
    package func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        // What is no point of the curve is a key that nothing was signed with.
        guard signature.count == Self.signatureByteCount,
            let key = EVP_PKEY_new_raw_public_key_ex(nil, Ed25519.name, nil, bytes, bytes.count)
        else { return Ed25519.forgettingErrors(false) }
        defer { EVP_PKEY_free(key) }
        return Ed25519.withContext { context in
            guard EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { return false }
            return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        }
    }
}

/// The algorithm as libcrypto offers it.
enum Ed25519 {
    static let name = "ED25519"

    /// Lends a context for one signature, and leaves nothing behind in the queue of errors of this thread.
    static func withContext<T>(_ body: (OpaquePointer) -> T) -> T {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("there is no memory for a signature") }
        defer { EVP_MD_CTX_free(context) }
        return forgettingErrors(body(context))
    }

    static func forgettingErrors<T>(_ result: T) -> T {
        ERR_clear_error()
        return result
    }
}
