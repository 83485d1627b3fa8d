import API
import Jobs
import Spelling
import Trees

/// Every type of job that there can be, whatever repositories are configured.
enum JobCatalog {
    private static let own: [any JobArguments.Type] = [
        Collect.self, DiffBuild.self, ArtifactVerify.self, ArtifactExport.self, SnapshotCreate.self, ImportStage.self,
        ImportApply.self, ImportRollback.self, FullRefresh.self, DeltaRefresh.self, PackageRefresh.self,
        BrokenScan.self, FindingRepair.self, Prune.self, Sync.self, StoreVerify.self, StoreGC.self,
    ]

    /// What its jobs are asked, by name.
    static let all: [String: any JobArguments.Type] = Dictionary(
        (own + Ecosystems.all.flatMap(\.jobArguments)).map { ($0.type, $0) }
    ) { first, _ in first }

    /// Their names in order.
    static var names: [String] { all.keys.sorted() }
}
