/// A signature as `ssh-keygen -Y sign` makes it (PROTOCOL.sshsig of OpenSSH), by an Ed25519 key over a SHA-512.
package struct SSHSignature: Hashable, Sendable {
    private static let magic = Array("SSHSIG".utf8)
    private static let version: UInt32 = 1
    private static let hash = "sha512"

    /// The key that is said to have made it.
    package let publicKey: Ed25519PublicKey
    /// What it was made for: one for e-mail says nothing about archives.
    package let namespace: String
    private let signature: [UInt8]

    /// Signs what has this digest, for one purpose.
    package init(of digest: SHA512Digest, for namespace: String, by key: Ed25519PrivateKey) {
        publicKey = key.publicKey
        self.namespace = namespace
        signature = key.signature(of: Self.message(digest, namespace))
    }

    /// Throws unless its key made it over what has this digest, and for this purpose.
    package func check(_ digest: SHA512Digest, for namespace: String) throws(CryptoError) {
        guard namespace == self.namespace else {
            throw CryptoError(.broken, "was made for another purpose than \(namespace)")
        }
        guard publicKey.isSignature(signature, of: Self.message(digest, namespace)) else {
            throw CryptoError(.broken, "is not a signature of \(publicKey.fingerprint) over this")
        }
    }

    /// What is signed: not the digest alone, so that no signature for another purpose can be passed off as this one.
    private static func message(_ digest: SHA512Digest, _ namespace: String) -> [UInt8] {
        var writer = SSHWriter()
        writer.raw(magic)
        writer.string(namespace)
        writer.string("")
        writer.string(hash)
        writer.string(digest.bytes)
        return writer.bytes
    }

    /// The file, line by line as `ssh-keygen` writes it.
    package var encoded: [UInt8] {
        var blob = SSHWriter()
        blob.string(Ed25519PublicKey.sshType)
        blob.string(signature)
        var writer = SSHWriter()
        writer.raw(Self.magic)
        writer.number(Self.version)
        writer.string(publicKey.sshBlob)
        writer.string(namespace)
        writer.string("")
        writer.string(Self.hash)
        writer.string(blob.bytes)
        return SSHArmor.signature.wrap(writer.bytes)
    }

    /// Reads what `encoded` and `ssh-keygen` write, byte for byte and nothing else; what it says is yet to be checked.
    package init(parsing file: [UInt8]) throws(CryptoError) {
        guard let bytes = SSHArmor.signature.unwrap(file) else { throw Self.malformed }
        var reader = SSHReader(bytes)
        guard reader.take(Self.magic), reader.number() == Self.version, let blob = reader.string() else {
            throw Self.malformed
        }
        publicKey = try Ed25519PublicKey(sshBlob: blob)
        guard let namespace = reader.text(), let reserved = reader.string(), let hash = reader.text(),
            let inner = reader.string(), reader.isAtEnd, reserved.isEmpty
        else { throw Self.malformed }
        guard hash == Self.hash else {
            throw CryptoError(.unsupported, "is made over another digest than \(Self.hash)")
        }
        var signature = SSHReader(inner)
        guard signature.text() == Ed25519PublicKey.sshType, let bytes = signature.string(), signature.isAtEnd,
            bytes.count == Ed25519PublicKey.signatureByteCount
        else { throw Self.malformed }
        self.namespace = namespace
        self.signature = bytes
        guard encoded == file else { throw Self.malformed }
    }

    private static let malformed = CryptoError(.malformed, "is no signature as ssh-keygen makes them")
}
