import Testing

/// Whatever makes something durable.
enum PowerScene: String, CaseIterable, CustomTestStringConvertible {
    case apply = "an apply"
    case firstApply = "the first apply"
    case recovery = "the end of an apply that was interrupted"
    case rollback = "a rollback"
    case rollbackRecovery = "the end of a rollback that was interrupted"
    case staging = "the staging of an archive"
    case plan = "the plan of an archive"
    case build = "a build"
    case firstBuild = "the first build"
    case delete = "the deletion of an artifact"
    case prune = "pruning"
    case export = "an export to a disk"
    case trustSource = "trusting a source"
    case trust = "trusting a key"
    case signingKey = "making a signing key"
    case rotation = "having another key sign"
    case sequence = "numbering an archive"
    case counter = "numbering what a site says"
    case snapshotName = "naming a snapshot"
    case receipt = "writing a signed receipt"
    case site = "keeping what a site said"

    var testDescription: String { rawValue }

    func prepare() async throws -> any PowerWork {
        switch self {
        case .apply: try await ApplyWork()
        case .firstApply: try await ApplyWork(isNew: true)
        case .recovery: try await RecoveryWork()
        case .rollback: try await RollbackWork()
        case .rollbackRecovery: try await RollbackWork(isInterrupted: true)
        case .staging: try await StagingWork()
        case .plan: try await PlanWork()
        case .build: try await BuildWork()
        case .firstBuild: try await BuildWork(isNew: true)
        case .delete: try await DeleteWork()
        case .prune: try await PruneWork()
        case .export: try await ExportWork()
        case .trustSource: TrustSourceWork()
        case .trust: try await TrustWork()
        case .signingKey: SigningKeyWork()
        case .rotation: try RotationWork()
        case .sequence: try await NumberWork(isSequence: true)
        case .counter: try await NumberWork(isSequence: false)
        case .snapshotName: SnapshotNameWork()
        case .receipt: try await ReceiptWork()
        case .site: try await SiteWork()
        }
    }
}
