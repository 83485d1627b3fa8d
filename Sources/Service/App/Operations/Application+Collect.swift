import API
import Reporting
import Transfer
import Trees

extension Application {
    /// Reads a storage again, as far as it changed.
    func collect(_ repository: Repository, deep: Bool, run: String, reporter: Reporter) async throws -> Collect.Outcome
    {
        let collected = try await locked(repository, for: run, reporter: reporter) { locked in
            try await locked.repository.tree.collect(deep: deep, reporter: reporter)
        }
        return Collect.Outcome(
            packages: collected.packages,
            files: collected.files,
            packagesRead: collected.read,
            findings: try await repository.findings.openCount(),
            leftBehind: collected.leftBehind
        )
    }
}
