import HTTPMessages
import Transfer

extension APIRoute {
    struct Definition {
        let method: HTTPMethod
        let pattern: String
        let scope: AccessScope
        let summary: String
        let bodyLimit: Int

        static func get(_ pattern: String, _ summary: String) -> Definition {
            Definition(method: .GET, pattern: pattern, scope: .read, summary: summary, bodyLimit: 0)
        }

        static func post(_ pattern: String, _ summary: String, limit: Int = 0) -> Definition {
            Definition(method: .POST, pattern: pattern, scope: .write, summary: summary, bodyLimit: limit)
        }

        /// Decides whom this side believes.
        static func administer(_ pattern: String, _ summary: String, limit: Int) -> Definition {
            Definition(method: .POST, pattern: pattern, scope: .admin, summary: summary, bodyLimit: limit)
        }

        /// A question that is too long for a query: nothing is changed.
        static func ask(_ pattern: String, _ summary: String, limit: Int) -> Definition {
            Definition(method: .POST, pattern: pattern, scope: .read, summary: summary, bodyLimit: limit)
        }

        static func put(_ pattern: String, _ summary: String, limit: Int) -> Definition {
            Definition(method: .PUT, pattern: pattern, scope: .write, summary: summary, bodyLimit: limit)
        }

        static func delete(_ pattern: String, _ summary: String) -> Definition {
            Definition(method: .DELETE, pattern: pattern, scope: .admin, summary: summary, bodyLimit: 0)
        }
    }

    private static let document = 1 << 20
    /// A lockfile, several times as large as the largest projects write.
    private static let lockfile = 16 << 20
    /// A receipt that misses a great many files.
    private static let receipt = Receipt.limit
    /// The list of as many files as one repository carries.
    private static let inventory = 128 << 20
    /// An archive is as large as it is; the disk is asked before it is taken.
    private static let archive = Int.max

    var definition: Definition {
        switch self {
        case .listPackages: .get("/packages", "List packages")
        case .showPackage: .get("/packages/{name...}", "Show a package with its versions")
        case .refreshPackage: .post("/packages/{name...}/refresh", "Refresh a package", limit: Self.document)
        case .listJobs: .get("/jobs", "List jobs")
        case .showJob: .get("/jobs/{id}", "Show a job, or wait for its end")
        case .startJob: .post("/jobs/{type}", "Start a job", limit: Self.document)
        case .cancelJob: .post("/jobs/{id}/cancel", "Cancel a job", limit: Self.document)
        case .retryJob: .post("/jobs/{id}/retry", "Start a finished job once more", limit: Self.document)
        case .readJobLog: .get("/jobs/{id}/log", "Read the log of a job")
        case .listJobPackages: .get("/jobs/{id}/packages", "List what became of each package in a refresh")
        case .followJob: .get("/jobs/{id}/events", "Follow a job as server-sent events")
        case .followJobs: .get("/events", "Follow all jobs as server-sent events")
        case .listSchedules: .get("/schedules", "List schedules")
        case .showSchedule: .get("/schedules/{id}", "Show a schedule with its next runs")
        case .createSchedule: .post("/schedules", "Make a schedule", limit: Self.document)
        case .changeSchedule: .put("/schedules/{id}", "Change, pause or resume a schedule", limit: Self.document)
        case .deleteSchedule: .delete("/schedules/{id}", "Delete a schedule")
        case .runSchedule: .post("/schedules/{id}/run", "Start the job of a schedule now", limit: Self.document)
        case .listSnapshots: .get("/snapshots", "List snapshots")
        case .showSnapshot: .get("/snapshots/{id}", "Show a snapshot")
        case .listSnapshotPackages: .get("/snapshots/{id}/packages", "List what a snapshot holds, by package")
        case .compareSnapshots: .get("/snapshots/{base}/diff/{target}", "Compare two snapshots")
        case .createSnapshot: .post("/snapshots", "Freeze a tree", limit: Self.document)
        case .deleteSnapshot: .delete("/snapshots/{id}", "Delete a snapshot")
        case .nameSnapshot:
            .post("/snapshots/{id}/names", "Give a snapshot a name, or move one to it", limit: Self.document)
        case .unnameSnapshot: .delete("/snapshots/{id}/names/{name}", "Take a name from a snapshot")
        case .listArtifacts: .get("/artifacts", "List artifacts")
        case .showArtifact: .get("/artifacts/{id}", "Show an artifact")
        case .listArtifactFiles: .get("/artifacts/{id}/files", "List the files that an artifact carries")
        case .listArtifactPackages:
            .get("/artifacts/{id}/packages", "List what an artifact carries, by package")
        case .verifyArtifact:
            .post("/artifacts/{id}/verify", "Read an artifact again and check it", limit: Self.document)
        case .deleteArtifact: .delete("/artifacts/{id}", "Delete an artifact")
        case .downloadArtifact: .get("/artifacts/{id}/download", "Download an artifact")
        case .downloadChecksums: .get("/artifacts/{id}/SHA512SUMS", "Download the checksums of an artifact")
        case .downloadManifest: .get("/artifacts/{id}/manifest", "Download the manifest of an artifact")
        case .markDelivered:
            .post("/artifacts/{id}/delivered", "Say that an artifact got to a site", limit: Self.document)
        case .stageImport: .post("/imports", "Verify and stage an archive", limit: Self.archive)
        case .listImports: .get("/imports", "List imports")
        case .showImport: .get("/imports/{id}", "Show an import with its plan")
        case .applyImport: .post("/imports/{id}/apply", "Apply a staged import", limit: Self.document)
        case .rollBackImport:
            .post("/imports/{id}/rollback", "Take back the import that was applied last", limit: Self.document)
        case .deleteImport: .delete("/imports/{id}", "Delete a staged import")
        case .downloadReceipt: .get("/imports/{id}/receipt", "Download the receipt of an import")
        case .listSites: .get("/sites", "List the sites that archives are carried to")
        case .showSite: .get("/sites/{name}", "Show what a site holds")
        case .retireSite: .post("/sites/{name}/retire", "Let a site count no more", limit: Self.document)
        case .registerReceipt: .post("/receipts", "Take a receipt of a site, or its code", limit: Self.receipt)
        case .downloadInventory: .get("/inventory", "Download the list of what is here")
        case .registerInventory:
            .post("/inventories", "Take the list of what a site holds", limit: Self.inventory)
        case .listKeys: .get("/keys", "List the keys of this side and those that are trusted")
        case .trustKey: .administer("/keys", "Trust a key", limit: Self.document)
        case .retireKey: .delete("/keys/{fingerprint}", "Trust a key no more")
        case .trustSource:
            .administer("/sources", "Take archives of a further source from now on", limit: Self.document)
        case .listFindings: .get("/broken-archives", "List findings")
        case .showFinding: .get("/broken-archives/{id}", "Show a finding with what was tried")
        case .repairFinding:
            .post("/broken-archives/{id}/repair", "Have a broken file fetched again", limit: Self.document)
        case .ignoreFinding: .post("/broken-archives/{id}/ignore", "Let a finding be", limit: Self.document)
        case .reopenFinding: .post("/broken-archives/{id}/reopen", "Open a finding again", limit: Self.document)
        case .checkInstall:
            .ask("/install-checks", "Say what of a lockfile would not install from here", limit: Self.lockfile)
        case .showStorage: .get("/storage", "Show how much lies where")
        case .showStorageHistory: .get("/storage/history", "Show how much lay where over time")
        case .showStore: .get("/store", "Show what the store of contents holds and spares")
        case .showConfiguration:
            .get("/configuration", "Show the configuration in force, with where each value came from")
        case .listRoutes: .get("/routes", "List the routes of this interface")
        case .showOpenAPI: .get("/openapi.json", "Show this interface as a document of OpenAPI 3.1")
        case .showHealth: .get("/health", "Show whether everything works")
        case .showLiveness: .get("/livez", "Show whether the service runs")
        case .showReadiness: .get("/readyz", "Show whether the service can be used")
        case .showVersion: .get("/version", "Show what runs here")
        case .showMetrics: .get("/metrics", "Show what Prometheus collects")
        }
    }
}
