package import Crypto
import Posix

/// The two members that sign an archive: both by one key, over the bytes of `SHA512SUMS`, which lists all others.
///
/// `ssh-keygen` checks the first one, `minisign` and `signify` the second (docs/adr/0023).
enum ArchiveSignature {
    /// What a signature is for: one that was made for anything else is none.
    static let namespace = "packferry"
    /// The longest list that is signed whole for minisign, as `signify` wants it too; of a longer one its BLAKE2b is.
    private static let signedWhole = 32 << 20
    /// The longest that is read whole for a signature over it, from the first builders, who made no others.
    private static let readWhole = 128 << 20

    /// The members for an archive of that manifest, in their order.
    static func members(
        over sums: SignedMessage,
        of manifest: Manifest,
        by key: Ed25519PrivateKey
    ) -> [(name: String, bytes: [UInt8])] {
        let ssh = SSHSignature(of: sums.sha512, for: namespace, by: key)
        let isPrehashed = sums.count > signedWhole
        let minisign = MinisignSignature(
            of: isPrehashed ? sums.blake2b.bytes : sums.bytes(),
            isPrehashed: isPrehashed,
            by: key,
            trustedComment:
                "\(manifest.name ?? "archive") sequence \(manifest.sequence) of \(manifest.repository.uuid)",
            untrustedComment: comment(of: key.publicKey)
        )
        return [(ArchiveLayout.signature, ssh.encoded), (ArchiveLayout.minisignature, minisign.encoded)]
    }

    /// Who signed `SHA512SUMS`.
    ///
    /// Throws unless both members are as they were written and made by the same key over these bytes.
    static func signer(of sums: SignedMessage, ssh: [UInt8], minisign: [UInt8]) throws -> Ed25519PublicKey {
        let key = try naming(ArchiveLayout.signature) { () throws(CryptoError) in
            let signature = try SSHSignature(parsing: ssh)
            try signature.check(sums.sha512, for: namespace)
            return signature.publicKey
        }
        try naming(ArchiveLayout.minisignature) { () throws(CryptoError) in
            let signature = try MinisignSignature(parsing: minisign)
            guard signature.isPrehashed || sums.count <= readWhole else { throw .tooMuch }
            try signature.check(signature.isPrehashed ? sums.blake2b.bytes : sums.bytes(), by: key)
            guard signature.untrustedComment == comment(of: key) else { throw .altered }
        }
        return key
    }

    private static func comment(of key: Ed25519PublicKey) -> String { "signature by Packferry, key \(key.fingerprint)" }

    private static func naming<T>(_ member: String, _ body: () throws(CryptoError) -> T) throws(TransferError) -> T {
        do {
            return try body()
        } catch {
            throw TransferError(.refused, member, error.cause, hint: "Carry the archive again")
        }
    }
}

extension SSHPublicKeyLine {
    /// The line by which `ssh-keygen -Y verify -I packferry` lets this key sign archives and nothing else.
    package var allowedSigner: String {
        "\(ArchiveSignature.namespace) namespaces=\"\(ArchiveSignature.namespace)\" \(text)"
    }
}

extension CryptoError {
    fileprivate static let tooMuch = CryptoError(
        .unsupported,
        "is made over the whole of a list that is too long for that"
    )
    /// A line that no signature protects is not as it is written.
    fileprivate static let altered = CryptoError(.malformed, "has a first line that Packferry does not write")
}
