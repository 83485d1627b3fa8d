import Reporting
import Transfer
import Trees

extension NpmTree: TreeScan {
    func scan(_ request: ScanRequest, reporter: Reporter) async throws -> ScannedTree {
        try await StorageScan(collector: collector).run(request, reporter: reporter)
    }
}
