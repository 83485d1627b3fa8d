/// A private key as `ssh-keygen -t ed25519` writes it without a passphrase (PROTOCOL.key of OpenSSH).
package struct SSHPrivateKeyFile: Sendable {
    private static let magic = Array("openssh-key-v1\0".utf8)
    private static let blockSize = 8

    /// The key.
    package let key: Ed25519PrivateKey
    /// What the key is called; often `user@machine`.
    package let comment: String

    /// A key under a name.
    package init(_ key: Ed25519PrivateKey, comment: String) {
        self.key = key
        self.comment = comment
    }

    /// The file, with the secret in it.
    package var encoded: [UInt8] {
        var file = SSHWriter()
        file.raw(Self.magic)
        file.string("none")
        file.string("none")
        file.string("")
        file.number(1)
        file.string(key.publicKey.sshBlob)
        file.string(secrets)
        return SSHArmor.privateKey.wrap(file.bytes)
    }

    private var secrets: [UInt8] {
        var section = SSHWriter()
        let check = Randomness.bytes(4)
        section.raw(check)
        section.raw(check)
        section.string(Ed25519PublicKey.sshType)
        section.string(key.publicKey.bytes)
        section.string(key.seed + key.publicKey.bytes)
        section.string(comment)
        var padding: UInt8 = 0
        while !section.bytes.count.isMultiple(of: Self.blockSize) {
            padding += 1
            section.raw([padding])
        }
        return section.bytes
    }

    /// Reads such a file; throws what is wrong with it, and never shows any of it.
    package init(parsing file: [UInt8]) throws(CryptoError) {
        guard let bytes = SSHArmor.privateKey.unwrap(file) else {
            throw CryptoError(.malformed, "is no private key of OpenSSH", hint: Self.hint)
        }
        var reader = SSHReader(bytes)
        guard reader.take(Self.magic), let cipher = reader.text(), let derivation = reader.text(),
            let options = reader.string(), let count = reader.number()
        else { throw Self.damaged }
        guard cipher == "none", derivation == "none" else { throw Self.encrypted }
        guard options.isEmpty, count == 1, let blob = reader.string(), let section = reader.string(), reader.isAtEnd
        else { throw Self.damaged }
        try self.init(section: section, of: Ed25519PublicKey(sshBlob: blob))
    }

    private init(section: [UInt8], of publicKey: Ed25519PublicKey) throws(CryptoError) {
        var reader = SSHReader(section)
        guard let check = reader.number(), check == reader.number(), reader.text() == Ed25519PublicKey.sshType,
            reader.string() == publicKey.bytes, let secret = reader.string(), let comment = reader.text(),
            let key = Ed25519PrivateKey(seed: Array(secret.prefix(32))), key.publicKey == publicKey,
            secret == key.seed + publicKey.bytes
        else { throw Self.damaged }
        let padding = reader.remainder()
        guard section.count.isMultiple(of: Self.blockSize), padding.count < Self.blockSize,
            padding.enumerated().allSatisfy({ $1 == UInt8($0 + 1) })
        else { throw Self.damaged }
        self.init(key, comment: comment)
    }

    private static let hint = "Make one by `packferry keys generate`, or by `ssh-keygen -t ed25519`"
    private static let damaged = CryptoError(.malformed, "is a damaged private key of OpenSSH", hint: hint)
    private static let encrypted = CryptoError(
        .unsupported,
        "is protected by a passphrase, which nobody can type where archives are built",
        hint:
            "Take it from a copy by `ssh-keygen -p -N '' -f FILE`, or make a key for this purpose by `packferry keys generate`"
    )
}
