import Reporting
import Time
import Transfer
import Trees

/// A storage whose tarballs are checked, and mended through what it is refreshed by.
struct NpmScanning: TreeScan {
    let collector: Collector
    let refreshing: NpmRefreshing

    func requireUpstream() throws { try refreshing.requireUpstream() }

    func scan(_ request: ScanRequest, reporter: Reporter) async throws -> ScannedTree {
        try await StorageScan(collector: collector).run(request, reporter: reporter)
    }

    func repairable(_ findings: Set<Int64>?) async throws -> [Finding] {
        try await StorageRepair.candidates(findings, in: collector.index)
    }

    func pruneQuarantine(
        of folder: RepositoryFolder,
        before moment: Moment,
        isDryRun: Bool
    ) async throws -> PrunedPart {
        let filter = FindingFilter(states: [.open, .repairing, .failed, .ignored])
        let unmended = try await collector.index.findings.findings(filter)
        let kept = Set(unmended.compactMap(\.quarantine))
        return try Quarantine(folder).prune(before: moment, keeping: kept, isDryRun: isDryRun)
    }

    func repair(
        _ findings: Set<Int64>?,
        in folder: RepositoryFolder,
        reporter: Reporter
    ) async throws -> RepairedTree {
        let supply = try refreshing.supply(reporter)
        return try await StorageRepair(collector: collector, folder: folder, supply: supply).run(
            findings,
            reporter: reporter
        )
    }
}
