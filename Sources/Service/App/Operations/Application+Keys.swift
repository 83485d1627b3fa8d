import API
package import Crypto
import Jobs
package import Posix
import Reporting
import Time
package import Transfer

extension Application {
    private var signingKeys: SigningKeyStore { SigningKeyStore(in: state) }

    /// What signs the archives that are built here; `nil` where nothing does.
    func signing() throws -> SigningKeys? { try signingKeys.load() }

    /// The keys of this side, and those that one repository trusts, or all do.
    ///
    /// A key of this side that cannot be used is said to be so, and the rest is shown all the same.
    func keyList(of repositories: [Repository]) async throws -> KeyList {
        try await pages.run { [self] in
            var trusted: [API.TrustedKey] = []
            for repository in repositories {
                guard let folder = try repository.open().existingFolder() else { continue }
                trusted += try TrustedKeyStore(folder).load().keys.map { API.TrustedKey($0, in: repository.name) }
            }
            do {
                return KeyList(own: try signing().map { SigningKey($0) }, ownProblem: nil, trusted: trusted)
            } catch let error as TransferError {
                return KeyList(own: nil, ownProblem: Problem(error).description, trusted: trusted)
            }
        }
    }

    /// Has a repository trust a key from now on.
    func trust(
        _ line: SSHPublicKeyLine,
        in repository: Repository,
        by initiator: String,
        isDryRun: Bool
    ) async throws -> API.TrustedKey {
        try await locked(repository, for: "keys trust", isDryRun: isDryRun, reporter: .silent) { locked in
            let store = TrustedKeyStore(locked.folder)
            let known = try store.trust(line, at: locked.clock.now(), by: initiator, isDryRun: isDryRun)
            return API.TrustedKey(known, in: repository.name)
        }
    }

    /// Has a repository trust a key no more.
    func retireKey(
        _ fingerprint: String,
        of repository: Repository,
        isDryRun: Bool
    ) async throws -> API.TrustedKey {
        try await locked(repository, for: "keys trust", isDryRun: isDryRun, reporter: .silent) { locked in
            let store = TrustedKeyStore(locked.folder)
            let known = try store.retire(fingerprint, at: locked.clock.now(), isDryRun: isDryRun)
            return API.TrustedKey(known, in: repository.name)
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
        try require(.online)
        let usual = source == nil ? "packferry@\(configuration.values.site.name.string)" : nil
        return try await pages.run { [signingKeys] in
            try signingKeys.make(role, from: source, comment: comment ?? usual, isDryRun: isDryRun)
        }
    }

    /// Lets the next key of this side sign from now on; gives its public half.
    package func rotateSigningKey(isDryRun: Bool) async throws -> SSHPublicKeyLine {
        try require(.online)
        return try await pages.run { [signingKeys] in try signingKeys.rotate(isDryRun: isDryRun) }
    }
}
