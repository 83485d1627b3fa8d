import Logging
import Reporting

/// What upstream took back of the packages that a refresh looks at.
extension Refresher {
    /// Notes what a package's document says before upstream is asked for the first time.
    func beginWithdrawals(_ name: PackageName, having cached: Set<String>, knowing kept: KeptBrief?) async throws {
        guard let withdrawals, !cached.isEmpty, withdrawals.isNew(name) else { return }
        // One that cannot be read says nothing; whoever needs it will say why.
        let brief = try? await documents.brief(of: name, knowing: kept)
        withdrawals.begin(name, with: brief?.versions.having(cached))
    }

    /// Notes what upstream has taken back by now of a package of which something is here that came from there.
    func takeWithdrawals(
        _ name: PackageName,
        _ here: VersionsHere?,
        _ revalidation: Result<Revalidation, SupplyError>
    ) async throws {
        guard let withdrawals, let here, !here.foreign.isEmpty else { return }
        if case .success(.unpublished) = revalidation { return withdrawals.lose(name) }
        do {
            try await withdrawals.look(name, with: here)
        } catch let error as SupplyError {
            reporter.log(.warning, "\(name) was not compared with upstream: \(error)")
        }
    }
}
