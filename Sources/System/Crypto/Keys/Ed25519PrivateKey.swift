import CCrypto

/// A key that signs (RFC 8032, Ed25519); neither its description nor a mirror of it shows the secret.
package struct Ed25519PrivateKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// The 32 bytes that the key is made from: whoever has them can sign.
    let seed: [UInt8]
    /// What checks its signatures.
    package let publicKey: Ed25519PublicKey

    /// A key that nobody can guess.
    package static func generate() -> Ed25519PrivateKey {
        guard let key = Ed25519PrivateKey(seed: Randomness.bytes(32)) else {
            preconditionFailure("libcrypto makes no key of 32 bytes")
        }
        return key
    }

    /// Takes the secret of 32 bytes; `nil` for any other number.
    package init?(seed: [UInt8]) {
        guard seed.count == 32, let key = Self.key(of: seed) else { return nil }
        defer { EVP_PKEY_free(key) }
        var (bytes, count) = ([UInt8](repeating: 0, count: Ed25519PublicKey.byteCount), Ed25519PublicKey.byteCount)
        guard EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1,
            let publicKey = Ed25519PublicKey(bytes: bytes)
        else { return nil }
        self.seed = seed
        self.publicKey = publicKey
    }

    /// The signature over a message, 64 bytes; the same message gives the same bytes.
    package func signature(of message: [UInt8]) -> [UInt8] {
        guard let key = Self.key(of: seed) else { preconditionFailure("a key that was made cannot be made again") }
        defer { EVP_PKEY_free(key) }
        return Ed25519.withContext { context in
            var count = Ed25519PublicKey.signatureByteCount
            var signature = [UInt8](repeating: 0, count: count)
            let isMade =
                EVP_DigestSignInit(context, nil, nil, nil, key) == 1
                && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
            precondition(isMade && count == signature.count, "libcrypto could not sign")
            return signature
        }
    }

    private static func key(of seed: [UInt8]) -> OpaquePointer? {
        EVP_PKEY_new_raw_private_key_ex(nil, Ed25519.name, nil, seed, seed.count)
    }

    /// Names the public half.
    package var description: String { "the private half of \(publicKey.fingerprint)" }

    /// Shows the public half alone.
    package var customMirror: Mirror { Mirror(self, children: ["publicKey": publicKey]) }
}
