import API
package import Crypto
import Jobs
package import Posix
import Reporting
import Time
package import Transfer

extension Application {
    /// The keys of this side, which nobody else may read.
    var signingKeys: SigningKeyStore { SigningKeyStore(in: state) }

    /// What signs the archives that are built here; `nil` where nothing does.
    func signing() throws -> SigningKeys? { try signingKeys.load() }

    /// The keys of this side, and those that one repository trusts, or all do.
    ///
    /// A key of this side that cannot be used is said to be so, and the rest is shown all the same.
    func keyList(of repositories: [Repository]) async throws -> KeyList {
        var trusted: [API.TrustedKey] = []
        for repository in repositories {
            trusted += try await repository.lane.away {
                guard let folder = try repository.open().existingFolder() else { return [] }
                return try ([nil] + SiteFolder(folder).names()).flatMap { site in
                    try TrustedKeyStore(folder, ofSite: site).load().keys.map {
                        API.TrustedKey($0, ofSite: site, in: repository.name)
                    }
                }
            }
        }
        return try await pages.run { [self, trusted] in
            let site = configuration.values.site.role.objection(to: .online) == nil ? nil : siteName
            do {
                let own = try signing().map { SigningKey($0, ofSite: site) }
                return KeyList(own: own, ownProblem: nil, trusted: trusted)
            } catch let error as TransferError {
                return KeyList(own: nil, ownProblem: Problem(error).description, trusted: trusted)
            }
        }
    }

    /// Has a repository trust a key from now on: with archives, or with the word of a site.
    func trust(
        _ line: SSHPublicKeyLine,
        ofSite site: String?,
        in repository: Repository,
        by initiator: String,
        isDryRun: Bool
    ) async throws -> API.TrustedKey {
        try await locked(repository, for: "keys trust", isDryRun: isDryRun, reporter: .silent) { locked in
            let store = TrustedKeyStore(locked.folder, ofSite: site)
            let known = try store.trust(line, at: locked.clock.now(), by: initiator, isDryRun: isDryRun)
            return API.TrustedKey(known, ofSite: site, in: repository.name)
        }
    }

    /// Has a repository trust a key no more: with archives, or with the word of a site.
    func retireKey(
        _ fingerprint: String,
        ofSite site: String?,
        of repository: Repository,
        isDryRun: Bool
    ) async throws -> API.TrustedKey {
        try await locked(repository, for: "keys trust", isDryRun: isDryRun, reporter: .silent) { locked in
            let store = TrustedKeyStore(locked.folder, ofSite: site)
            let known = try store.retire(fingerprint, at: locked.clock.now(), isDryRun: isDryRun)
            return API.TrustedKey(known, ofSite: site, in: repository.name)
        }
    }

    /// Makes a key of this side, or takes the one at `source`; gives its public half.
    ///
    /// Without a comment it is called after this site, or what the one at `source` is called.
    package func makeSigningKey(
        _ role: SigningKeyStore.Role,
        from source: AbsolutePath?,
        comment: String?,
        isDryRun: Bool
    ) async throws -> SSHPublicKeyLine {
        let usual = source == nil ? "packferry@\(configuration.values.site.name.string)" : nil
        return try await pages.run { [signingKeys] in
            try signingKeys.make(role, from: source, comment: comment ?? usual, isDryRun: isDryRun)
        }
    }

    /// Lets the next key of this side sign from now on; gives its public half.
    package func rotateSigningKey(isDryRun: Bool) async throws -> SSHPublicKeyLine {
        try await pages.run { [signingKeys] in try signingKeys.rotate(isDryRun: isDryRun) }
    }
}
