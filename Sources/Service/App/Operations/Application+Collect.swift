package import Reporting
import Transfer
import Trees

/// What a collect found.
package struct CollectOutcome: Sendable {
    /// Packages in the storage.
    package let packages: Int
    /// Files of packages in the storage.
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
            try await locked.repository.tree.collect(deep: deep, reporter: reporter)
        }
        let findings = try await repository.findings.openCount()
        return CollectOutcome(
            packages: outcome.packages,
            files: outcome.files,
            read: outcome.read,
            findings: findings
        )
    }
}
