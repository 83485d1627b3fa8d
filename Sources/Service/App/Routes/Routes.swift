import API
import FoundationEssentials
import HTTPMessages
import HTTPServer
import Jobs
import Logging
import Posix
import Trees

/// Everything that answers requests: what the API's table lists, what the ecosystems serve, and the pages.
struct Routes: Sendable {
    let application: Application
    let jobs: JobQueue
    let schedules: Scheduler
    /// Which parts of artifacts were sent.
    let downloads = DownloadTally()
    /// Details of packages that were sent.
    let packages = Remembered<PackageAnswer.Key, PackageAnswer>(bound: PackageAnswer.bound)
    /// How many items lists have, by state where they have one; by the bytes of what tells one list from another.
    let counts = Remembered<[UInt8], [String: Int]>(bound: 1000)
    /// What the ecosystems serve.
    private let trees: [any TreeRoutes]
    private let pages: Pages?
    private let frame: RequestFrame
    /// What the service looks at to know how it is, and what it counts.
    let health: HealthChecks
    let metrics: ServiceMetrics
    private let hosts: [String]

    /// Answers for `application`; `address` stands in for a Host that a client did not send.
    init(
        _ application: Application,
        jobs: JobQueue,
        schedules: Scheduler,
        address: SocketAddress,
        servesPages: Bool = true
    ) throws {
        self.application = application
        self.jobs = jobs
        self.schedules = schedules
        let values = application.configuration.values
        trees = application.treeRoutes(at: PublicAddress(values, listening: address))
        pages =
            servesPages ? Pages(in: values.paths.publicFiles, logger: application.logger) : nil
        frame = RequestFrame(application.logger, counting: application.traffic)
        health = HealthChecks(application, jobs: jobs, schedules: schedules)
        metrics = ServiceMetrics(application, jobs: jobs, schedules: schedules, health: health)
        let names = [ProcessInfo.processInfo.hostName, values.publicURL?.host].compactMap { $0 }
        hosts = values.hosts.map(\.string) + names
    }

    /// Threads for what requests need from disks; jobs have others, so that a build holds up no page.
    var disk: BlockingPool { application.pages }

    /// Where the folder of artifacts is asked.
    var archives: DiskLane { application.lanes.artifacts }

    /// The whole way of a request.
    var responder: Responder {
        let router = router
        let answered: Responder = { try await router.respond(to: $0) }
        let safe = CrossSiteGuard(hosts: hosts).wrapping(answered)
        let explained = trees.reduce(safe) { $1.explaining($0) }
        return frame.wrapping(explained)
    }

    /// What becomes of requests that cannot be read.
    var refusals: ErrorResponses { frame.refusals }

    /// Only the way from a request to its answer: errors are thrown.
    var router: Router {
        var router = Router()
        for route in APIRoute.all {
            let respond = Self.validating(once(handler(of: route), at: route), at: route)
            // Each type of job has a path of its own; what is none is told so.
            let isListed = route != .startJob
            router.on(route.method, route.pattern, bodyLimit: Int64(route.bodyLimit), isListed: isListed, respond)
        }
        for type in application.jobKinds.map(\.name) + [BrokenScan.path] {
            let path = APIPath.jobs(ofType: type)
            let respond = once({ try await startJob(of: type, $0) }, at: .startJob)
            router.on(.POST, path, bodyLimit: Int64(APIRoute.startJob.bodyLimit), respond)
        }
        for routes in trees { routes.add(to: &router) }
        pages?.add(to: &router)
        return router
    }

    private func handler(of route: APIRoute) -> Responder {
        switch route {
        case .listPackages: listPackages
        case .showPackage: showPackage
        case .refreshPackage: refreshPackage
        case .listJobs: listJobs
        case .showJob: showJob
        case .startJob: startJob
        case .cancelJob: cancelJob
        case .retryJob: retryJob
        case .readJobLog: readJobLog
        case .listJobPackages: listJobPackages
        case .followJob: followJob
        case .followJobs: followJobs
        case .listSchedules: listSchedules
        case .showSchedule: showSchedule
        case .createSchedule: createSchedule
        case .changeSchedule: changeSchedule
        case .deleteSchedule: deleteSchedule
        case .runSchedule: runSchedule
        case .listSnapshots: listSnapshots
        case .showSnapshot: showSnapshot
        case .listSnapshotPackages: listSnapshotPackages
        case .compareSnapshots: compareSnapshots
        case .createSnapshot: createSnapshot
        case .deleteSnapshot: deleteSnapshot
        case .nameSnapshot: nameSnapshot
        case .unnameSnapshot: unnameSnapshot
        case .listArtifacts: listArtifacts
        case .showArtifact: showArtifact
        case .listArtifactFiles: listArtifactFiles
        case .listArtifactPackages: listArtifactPackages
        case .verifyArtifact: verifyArtifact
        case .deleteArtifact: deleteArtifact
        case .downloadArtifact: downloadArtifact
        case .downloadChecksums: downloadChecksums
        case .downloadManifest: downloadManifest
        case .markDelivered: markDelivered
        case .listKeys: listKeys
        case .trustKey: trustKey
        case .retireKey: retireKey
        case .trustSource: trustSource
        case .stageImport: stageImport
        case .listImports: listImports
        case .showImport: showImport
        case .applyImport: applyImport
        case .rollBackImport: rollBackImport
        case .deleteImport: deleteImport
        case .downloadReceipt: downloadReceipt
        case .listSites: listSites
        case .showSite: showSite
        case .retireSite: retireSite
        case .registerReceipt: registerReceipt
        case .downloadInventory: downloadInventory
        case .registerInventory: registerInventory
        case .listFindings: listFindings
        case .showFinding: showFinding
        case .repairFinding: repairFinding
        case .ignoreFinding: ignoreFinding
        case .reopenFinding: reopenFinding
        case .checkInstall: checkInstall
        case .showStorage: showStorage
        case .showStorageHistory: showStorageHistory
        case .showStore: showStore
        case .showConfiguration: showConfiguration
        case .listRoutes: listRoutes
        case .showOpenAPI: showOpenAPI
        case .showHealth: showHealth
        case .showLiveness: showLiveness
        case .showReadiness: showReadiness
        case .showVersion: showVersion
        case .showMetrics: showMetrics
        }
    }
}

extension Application {
    /// What each ecosystem serves over the repositories of its type.
    fileprivate func treeRoutes(at address: PublicAddress) -> [any TreeRoutes] {
        let lanes = Dictionary(repositories.map { ($0.name, $0.lane) }) { first, _ in first }
        let fallback = lanes.first?.value ?? self.lanes.state
        let host = TreeHost(lane: { lanes[$0] ?? fallback }, base: address.base) { error in
            let problem = Problem(describing: error)
            return (HTTPStatus(problem.status), problem.detail)
        }
        return Ecosystems.all.compactMap { ecosystem in
            let own = repositories.map(\.configuration).filter { $0.type == ecosystem.type }
            return ecosystem.routes(over: own.map(\.settings), in: trees, for: host)
        }
    }
}
