import Time

/// Whose archives are let in, or whose word is taken for a site's, as one repository has it now.
package struct SignaturePolicy: Sendable {
    private let keys: TrustedKeys
    /// The site whose word it is; `nil` where it is about archives.
    private let site: String?
    /// Whether what no trusted key signed is let in all the same.
    private let allowsUnsigned: Bool

    init(_ keys: TrustedKeys, ofSite site: String? = nil, allowsUnsigned: Bool = false) {
        self.keys = keys
        self.site = site
        self.allowsUnsigned = allowsUnsigned
    }

    /// As the keys that lie beside a tree have it now: for what a site says, or for archives.
    package init(of folder: RepositoryFolder, ofSite site: String? = nil, allowsUnsigned: Bool = false) throws {
        let keys = try TrustedKeyStore(folder, ofSite: site).load()
        self.init(keys, ofSite: site, allowsUnsigned: allowsUnsigned)
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
        return TransferError(
            .untrusted,
            site.map { "what \($0) says" } ?? "archive",
            "\(signature(signer)); keys that are trusted: \(taken)",
            hint: "\(way(to: signer)). To take this one all the same, say --allow-unsigned (allow_unsigned)"
        )
    }

    /// What has to be done for it to be let in.
    private func way(to signer: Signer?) -> String {
        guard let signer else {
            return site == nil
                ? "Have it built where there is a key (`packferry keys show` says so there)"
                : "Register the file with its \(StatementSignature.suffix) beside it; a site signs once it has a key (`packferry keys generate` there), a code never is"
        }
        guard keys.known(signer) == nil else { return "Trust another key" }
        let origin = site.map { "at \($0)" } ?? "where the archive was built"
        let option = site.map { " --site \($0)" } ?? ""
        return
            "Compare it with what `packferry keys show` says \(origin), and trust it by `packferry keys trust '\(signer.key)'\(option)`"
    }
}
