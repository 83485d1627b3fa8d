import Reporting
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
