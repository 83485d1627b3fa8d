import Crypto

@testable import Transfer

extension SigningKeys {
    /// A new key under a name.
    init(_ name: String = "near", next: SigningKeys? = nil) {
        self.init(SSHPrivateKeyFile(.generate(), comment: name), next: next?.own)
    }

    /// Who has signed what this signs.
    var signer: Signer { Signer(own.key) }
}

extension Members {
    /// Signs the list as it is now: the members behind it are made anew, or put there.
    mutating func sign(by keys: SigningKeys) throws {
        let manifest = try Manifest(parsing: self["manifest.json"])
        let signatures = ArchiveSignature.members(
            over: SignedMessage(self["SHA512SUMS"]),
            of: manifest,
            by: keys.current.key
        )
        list.removeAll { member in signatures.contains { $0.name == member.name } }
        list.insert(contentsOf: signatures, at: 1)
    }
}
