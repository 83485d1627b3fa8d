package import Crypto
import Posix

/// The two members that sign an archive: both by one key, over the bytes of `SHA512SUMS`, which lists all others.
///
/// `ssh-keygen` checks the first one, `minisign` and `signify` the second (docs/adr/0023).
enum ArchiveSignature {
    /// What a signature is for: one that was made for anything else is none.
    static let namespace = "packferry"

    /// The members for an archive of that manifest, in their order.
    static func members(
        over sums: [UInt8],
        of manifest: Manifest,
        by key: Ed25519PrivateKey
    ) -> [(name: String, bytes: [UInt8])] {
        let ssh = SSHSignature(of: SHA512.hash(sums), for: namespace, by: key)
        let minisign = MinisignSignature(
            of: sums,
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
    static func signer(of sums: [UInt8], ssh: [UInt8], minisign: [UInt8]) throws -> Ed25519PublicKey {
        let key = try naming(ArchiveLayout.signature) { () throws(CryptoError) in
            let signature = try SSHSignature(parsing: ssh)
            try signature.check(SHA512.hash(sums), for: namespace)
            return signature.publicKey
        }
        try naming(ArchiveLayout.minisignature) { () throws(CryptoError) in
            let signature = try MinisignSignature(parsing: minisign)
            try signature.check(sums, by: key)
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
    /// A line that no signature protects is not as it is written.
    fileprivate static let altered = CryptoError(.malformed, "has a first line that Packferry does not write")
}
