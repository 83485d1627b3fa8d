extension APIRoute {
    /// The parameters that its query may have.
    package var parameters: [String] {
        switch self {
        case .listPackages: PackageQuery.parameters
        case .stageImport: StagingQuery.parameters
        case .showPackage, .refreshPackage, .showImport, .applyImport, .rollBackImport, .checkInstall, .listKeys,
            .downloadReceipt,
            .showSite, .retireSite, .downloadInventory:
            RepositoryQuery.parameters
        case .listJobs: JobQuery.parameters
        case .showJob: JobWaitQuery.parameters
        case .startJob: RepositoryQuery.parameters
        case .listJobPackages: JobPackageQuery.parameters
        case .listSchedules: ListQuery<Schedule>.parameters
        case .listSnapshots: ListQuery<SnapshotSummary>.parameters
        case .listSnapshotPackages, .listArtifactPackages: ListQuery<HeldPackage>.parameters
        case .compareSnapshots: ListQuery<FileChange>.parameters
        case .listArtifacts: ListQuery<Artifact>.parameters
        case .listArtifactFiles: ListQuery<CarriedFile>.parameters
        case .listImports: ListQuery<Import>.parameters
        case .listSites: ListQuery<Site>.parameters
        case .registerReceipt: ReceiptQuery.parameters
        case .registerInventory: InventoryQuery.parameters
        case .listFindings: FindingQuery.parameters
        case .showStorageHistory: HistoryQuery.parameters
        case .deleteArtifact: ArtifactDeletionQuery.parameters
        case .deleteImport: RepositoryDryRunQuery.parameters
        case .retireKey: KeyQuery.parameters
        case .deleteSchedule, .deleteSnapshot, .unnameSnapshot: DryRunQuery.parameters
        case .cancelJob, .retryJob, .readJobLog, .followJob, .followJobs: []
        case .showSchedule, .createSchedule, .changeSchedule, .runSchedule: []
        case .showSnapshot, .createSnapshot, .nameSnapshot, .trustKey, .trustSource: []
        case .showArtifact, .verifyArtifact, .downloadArtifact, .downloadChecksums, .downloadManifest, .markDelivered:
            []
        case .showFinding, .repairFinding, .ignoreFinding, .reopenFinding: []
        case .showStorage, .showConfiguration, .listRoutes, .showHealth, .showLiveness, .showReadiness, .showVersion: []
        }
    }
}
