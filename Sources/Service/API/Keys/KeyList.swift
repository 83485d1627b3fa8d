package import Crypto
package import JSON
package import Time
package import Transfer

/// The keys of this side, and those that it trusts; nothing of it is secret.
package struct KeyList: Codable, Hashable, Sendable {
    /// What signs the archives that are built here, and what this site says; null where nothing does.
    @Nullable package var own: SigningKey?
    /// Why the key that is there cannot sign, as a sentence; null where nothing is the matter.
    @Nullable package var ownProblem: String?
    /// Whose archives are taken, and whose word for a site's, by repository, in the order in which they were trusted.
    package let trusted: [TrustedKey]

    enum CodingKeys: String, CodingKey {
        case own, trusted
        case ownProblem = "own_problem"
    }

    /// Shows what there is.
    package init(own: SigningKey?, ownProblem: String?, trusted: [TrustedKey]) {
        self.trusted = trusted
        _own = Nullable(wrappedValue: own)
        _ownProblem = Nullable(wrappedValue: ownProblem)
    }
}

/// A public key in all the forms in which somebody may need it.
package struct PublicKey: Codable, Hashable, Sendable {
    /// What people compare: `SHA256:…`.
    package let fingerprint: String
    /// The line of a `.pub` file: `ssh-ed25519 AAAA… comment`.
    package let key: String
    /// What `minisign -V -P` takes.
    package let minisign: String
    /// A line for a file of allowed signers, as `ssh-keygen -Y verify -f` reads it.
    package let allowedSigner: String

    enum CodingKeys: String, CodingKey {
        case fingerprint, key, minisign
        case allowedSigner = "allowed_signer"
    }

    /// Shows a key: as one that signs archives, or nothing but what a site says.
    package init(_ line: SSHPublicKeyLine, ofSite site: String? = nil) {
        fingerprint = line.key.fingerprint
        key = line.text
        minisign = line.key.minisignText
        allowedSigner = site.map { line.allowedSigner(ofReceiptsFrom: $0) } ?? line.allowedSigner
    }
}

/// The public half of the key that signs here, and of the one that is to follow.
package struct SigningKey: Codable, Hashable, Sendable {
    /// The one that signs.
    package let current: PublicKey
    /// The one that is announced and will sign later; null where none is.
    @Nullable package var next: PublicKey?

    /// Shows the public halves: of keys that sign archives, or nothing but what a site says.
    package init(_ keys: SigningKeys, ofSite site: String? = nil) {
        current = PublicKey(keys.own, ofSite: site)
        _next = Nullable(wrappedValue: keys.next.map { PublicKey($0, ofSite: site) })
    }
}

/// A key whose archives a repository takes or took, or whose word for that of a site.
package struct TrustedKey: Codable, Hashable, Sendable {
    /// The repository that trusts it.
    package let repository: String
    /// The site whose word it signs; null where it signs archives.
    @Nullable package var site: String?
    /// What people compare: `SHA256:…`.
    package let fingerprint: String
    /// The key itself: `ssh-ed25519 AAAA…`.
    package let key: String
    /// What it is called.
    package let comment: String
    /// When it was trusted.
    package let since: Moment
    /// Who trusted it: somebody, or the archive that announced it.
    package let by: String
    /// When it was retired; null while it counts.
    @Nullable package var retiredAt: Moment?
    /// Where it can be retired.
    package let links: [String: String]

    enum CodingKeys: String, CodingKey {
        case repository, site, fingerprint, key, comment, since, by, links
        case retiredAt = "retired_at"
    }

    /// Shows what a repository knows of a key.
    package init(_ known: Transfer.TrustedKey, ofSite site: String? = nil, in repository: String) {
        self.repository = repository
        fingerprint = known.fingerprint
        key = known.key
        comment = known.comment
        since = known.since
        by = known.by
        links = ["self": APIPath.key(known.fingerprint, KeyQuery(repository: repository, site: site))]
        _site = Nullable(wrappedValue: site)
        _retiredAt = Nullable(wrappedValue: known.retiredAt)
    }
}
