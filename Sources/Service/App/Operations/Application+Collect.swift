import Npm
package import Reporting
import Transfer

/// What a collect found.
package struct CollectOutcome: Sendable {
    /// Packages in the storage.
    package let packages: Int
    /// Tarballs in the storage.
    package let files: Int
    /// Packages that were read because they changed.
    package let read: Int
    /// Open findings.
    package let findings: Int
}

extension Application {
    /// Reads a storage again, as far as it changed.
    package func collect(_ repository: Repository, deep: Bool, reporter: Reporter) async throws -> CollectOutcome {
        let outcome = try await locked(repository, for: "collect", reporter: reporter) { locked in
            let collected = try await locked.repository.collector.collect(deep: deep, reporter: reporter)
            return (collected.packages, collected.files, collected.read)
        }
        let findings = try await findings(of: repository).openCount()
        return CollectOutcome(packages: outcome.0, files: outcome.1, read: outcome.2, findings: findings)
    }
}
