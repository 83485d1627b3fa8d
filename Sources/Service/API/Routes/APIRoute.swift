package import HTTPMessages

/// Every route of the API; the raw value names the operation.
///
/// The server registers from `all`, paths are built from the same patterns, so neither can drift from the other.
package enum APIRoute: String, Sendable, CaseIterable {
    case listPackages, showPackage, refreshPackage
    case listJobs, showJob, startJob, cancelJob, retryJob, readJobLog, listJobPackages, followJob, followJobs
    case listSchedules, showSchedule, createSchedule, changeSchedule, deleteSchedule, runSchedule
    case listSnapshots, showSnapshot, listSnapshotPackages, compareSnapshots, createSnapshot, deleteSnapshot
    case nameSnapshot, unnameSnapshot
    case listArtifacts, showArtifact, listArtifactFiles, listArtifactPackages, verifyArtifact, deleteArtifact
    case downloadArtifact, downloadChecksums, downloadManifest, markDelivered
    case stageImport, listImports, showImport, applyImport, rollBackImport, deleteImport, downloadReceipt
    case listSites, showSite, retireSite, registerReceipt, downloadInventory, registerInventory
    case listKeys, trustKey, retireKey, trustSource
    case listFindings, showFinding, repairFinding, ignoreFinding, reopenFinding, checkInstall, showStorage,
        showStorageHistory, showStore
    case showConfiguration, listRoutes, showOpenAPI
    case showHealth, showLiveness, showReadiness, showVersion, showMetrics

    /// All routes, as the server registers them.
    package static var all: [APIRoute] { allCases }

    /// The method; HEAD goes with every GET.
    package var method: HTTPMethod { definition.method }

    /// The pattern of the path: `{id}` captures one segment, `{name...}` all that are left.
    package var pattern: String { definition.pattern }

    /// What somebody must be allowed to do.
    package var scope: AccessScope { definition.scope }

    /// What it does, as one line.
    package var summary: String { definition.summary }

    /// The most bytes that a body may have; 0 when none is read.
    package var bodyLimit: Int { definition.bodyLimit }

    /// The names that the pattern captures, in order.
    package var captures: [String] {
        pattern.split(separator: "/").filter { $0.hasPrefix("{") }.map { segment in
            String(segment.dropFirst().dropLast()).replacing("...", with: "")
        }
    }
}
