import Reporting
import Transfer
import Trees

extension NpmTree: TreeScan {
    func scan(_ request: ScanRequest, reporter: Reporter) async throws -> ScannedTree {
        try await StorageScan(collector: collector).run(request, reporter: reporter)
    }

    func repair(
        _ findings: Set<Int64>?,
        in folder: RepositoryFolder,
        reporter: Reporter
    ) async throws -> RepairedTree {
        try await StorageRepair(collector: collector, folder: folder, supply: supply()).run(
            findings,
            reporter: reporter
        )
    }
}
