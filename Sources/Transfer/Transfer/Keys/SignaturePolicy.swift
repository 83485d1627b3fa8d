import Time

/// Whose archives are let in, as one repository has it now.
package struct SignaturePolicy: Sendable {
    private let keys: TrustedKeys
    /// Whether what no trusted key signed is let in all the same.
    private let allowsUnsigned: Bool

    init(_ keys: TrustedKeys, allowsUnsigned: Bool = false) {
        self.keys = keys
        self.allowsUnsigned = allowsUnsigned
    }

    /// As the keys that lie beside a tree have it now.
    init(of folder: RepositoryFolder, allowsUnsigned: Bool = false) throws {
        self.init(try TrustedKeyStore(folder).load(), allowsUnsigned: allowsUnsigned)
    }

    /// The signer with what it counts for here.
    func weighed(_ signer: Signer?) -> Signer? {
        var weighed = signer
        weighed?.trusted = signer.map(keys.trust)
        return weighed
    }

    /// Whether an archive is one that is let in by nothing but a decision.
    func isException(_ signer: Signer?) -> Bool { keys.areRequired && !(signer.map(keys.trust) ?? false) }

    /// Lets an archive in and says what is to be remarked about that, or throws why not.
    func admit(_ signer: Signer?) throws(TransferError) -> String? {
        guard isException(signer) else { return nil }
        guard allowsUnsigned else { throw refusal(of: signer) }
        return "It \(signature(signer)), and was let in all the same"
    }

    private func signature(_ signer: Signer?) -> String {
        guard let signer else { return "is not signed" }
        guard let known = keys.known(signer), let retiredAt = known.retiredAt else {
            return "is signed by \(signer.fingerprint), a key that is not trusted here"
        }
        return "is signed by \(signer.fingerprint), a key that was retired here at \(retiredAt.text(.seconds))"
    }

    private func refusal(of signer: Signer?) -> TransferError {
        let fingerprints = keys.active.map(\.fingerprint)
        let taken = fingerprints.isEmpty ? "none, for all were retired" : fingerprints.joined(separator: ", ")
        let known = signer.map { keys.known($0) != nil } ?? false
        let trusting =
            signer.map { signer in
                known
                    ? "Trust another key"
                    : "Compare it with what `packferry keys show` says where the archive was built, and trust it by `packferry keys trust '\(signer.key)'`"
            } ?? "Have it built where there is a key (`packferry keys show` says so there)"
        return TransferError(
            .untrusted,
            "archive",
            "\(signature(signer)); keys that are trusted: \(taken)",
            hint: "\(trusting). To take this one all the same, say --allow-unsigned (allow_unsigned)"
        )
    }
}
