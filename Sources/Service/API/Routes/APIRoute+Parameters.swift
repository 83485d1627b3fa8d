extension APIRoute {
    /// The parameters that its query may have.
    package var parameters: [String] {
        switch self {
        case .listPackages: PackageQuery.parameters
        case .stageImport: StagingQuery.parameters
        case .showPackage, .showImport, .checkInstall, .listKeys, .downloadReceipt, .showSite, .retireSite,
            .downloadInventory:
            RepositoryQuery.parameters
        case .listJobs: JobQuery.parameters
        case .showJob, .retryJob, .verifyArtifact, .repairFinding, .runSchedule: JobWaitQuery.parameters
        case .startJob, .createSnapshot, .refreshPackage, .applyImport, .rollBackImport: StartQuery.parameters
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
        case .cancelJob, .readJobLog, .followJob, .followJobs: []
        case .showSchedule, .createSchedule, .changeSchedule: []
        case .showSnapshot, .nameSnapshot, .trustKey, .trustSource: []
        case .showArtifact, .downloadArtifact, .downloadChecksums, .downloadManifest, .markDelivered: []
        case .showFinding, .ignoreFinding, .reopenFinding: []
        case .showStorage, .showStore, .showConfiguration, .listRoutes, .showOpenAPI: []
        case .showHealth, .showLiveness, .showReadiness, .showVersion, .showMetrics: []
        }
    }
}
