package import Crypto

/// The key that signed an archive.
package struct Signer: Codable, Hashable, Sendable {
    /// What people compare: `SHA256:…`, as `ssh-keygen -l` shows it.
    package let fingerprint: String
    /// The key itself: `ssh-ed25519 AAAA…`.
    package let key: String
    /// Whether it is trusted where the archive was taken; absent where nobody was asked.
    package internal(set) var trusted: Bool?

    /// Names a key.
    package init(_ key: Ed25519PublicKey, trusted: Bool? = nil) {
        fingerprint = key.fingerprint
        self.key = key.sshText
        self.trusted = trusted
    }
}
