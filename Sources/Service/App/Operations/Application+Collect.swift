import API
import Logging
import Reporting
import Transfer
import Trees

extension Application {
    /// Reads a storage again, as far as it changed; one that lost suspiciously much stays known as it was.
    func collect(
        _ repository: Repository,
        deep: Bool,
        allowShrink: Bool = false,
        run: String,
        reporter: Reporter
    ) async throws -> Collect.Outcome {
        let collected = try await locked(repository, for: run, reporter: reporter) { locked in
            let opened = locked.repository
            locked.noteStranger(to: reporter)
            // Where nothing was touched nothing is lost, nor is there more or less than was noted last.
            var isTouched = false
            let collected = try await opened.tree.collect(deep: deep, reporter: reporter) {
                isTouched = true
                if !allowShrink { try await StorageLosses(of: opened).requireFew(in: opened) }
            }
            if isTouched { try await self.noteStorage() }
            return collected
        }
        return Collect.Outcome(
            packages: collected.packages,
            files: collected.files,
            packagesRead: collected.read,
            findings: try await repository.findings.unsettledCount(),
            leftBehind: collected.leftBehind
        )
    }
}

extension LockedRepository {
    /// Says that the tree lies elsewhere than when it got its identity; builds will ask what that means.
    func noteStranger(to reporter: Reporter) {
        do {
            try folder.requireHome()
        } catch {
            reporter.log(.warning, "\(error)")
        }
    }
}
