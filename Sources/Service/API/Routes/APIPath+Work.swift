extension APIPath {
    /// The list of packages.
    package static func packages(_ query: PackageQuery = PackageQuery()) -> String {
        of(.listPackages, query: query.pairs)
    }

    /// One package; a scope stays a segment of its own.
    package static func package(_ name: String) -> String { of(.showPackage, name) }

    /// Where a package is refreshed.
    package static func refresh(ofPackage name: String) -> String { of(.refreshPackage, name) }

    /// The list of jobs.
    package static func jobs(_ query: JobQuery = JobQuery()) -> String { of(.listJobs, query: query.pairs) }

    /// One job, or the end of it.
    package static func job(_ id: String, _ query: JobWaitQuery = JobWaitQuery()) -> String {
        of(.showJob, id, query: query.pairs)
    }

    /// Where jobs of a type are started.
    package static func jobs(ofType type: String) -> String { of(.startJob, type) }

    /// Where a job is cancelled.
    package static func cancellation(ofJob id: String) -> String { of(.cancelJob, id) }

    /// Where a job is started once more.
    package static func retry(ofJob id: String) -> String { of(.retryJob, id) }

    /// The log of a job.
    package static func log(ofJob id: String) -> String { of(.readJobLog, id) }

    /// What became of each package in a refresh.
    package static func packages(ofJob id: String, _ query: JobPackageQuery = JobPackageQuery()) -> String {
        of(.listJobPackages, id, query: query.pairs)
    }

    /// The events of a job.
    package static func events(ofJob id: String) -> String { of(.followJob, id) }

    /// The events of all jobs.
    package static let events = of(.followJobs)

    /// The list of schedules.
    package static func schedules(_ query: ListQuery<Schedule> = ListQuery()) -> String {
        of(.listSchedules, query: query.pairs)
    }

    /// Where a schedule is made.
    package static let newSchedule = of(.createSchedule)

    /// One schedule.
    package static func schedule(_ id: String, _ query: DryRunQuery = DryRunQuery()) -> String {
        of(.showSchedule, id, query: query.pairs)
    }

    /// Where the job of a schedule is started.
    package static func run(ofSchedule id: String) -> String { of(.runSchedule, id) }

    /// The list of findings.
    package static func findings(_ query: FindingQuery = FindingQuery()) -> String {
        of(.listFindings, query: query.pairs)
    }

    /// One finding.
    package static func finding(_ id: String) -> String { of(.showFinding, id) }

    /// Where a finding is let be.
    package static func ignoring(ofFinding id: String) -> String { of(.ignoreFinding, id) }

    /// Where a finding that was let be is opened again.
    package static func reopening(ofFinding id: String) -> String { of(.reopenFinding, id) }

    /// Where a broken file is fetched again.
    package static func repair(ofFinding id: String) -> String { of(.repairFinding, id) }

    /// Where a lockfile is compared with what is here.
    package static func installCheck(_ query: RepositoryQuery = RepositoryQuery()) -> String {
        of(.checkInstall, query: query.pairs)
    }

    /// How much lies where.
    package static let storage = of(.showStorage)

    /// How much lay where over time.
    package static func storageHistory(_ query: HistoryQuery = HistoryQuery()) -> String {
        of(.showStorageHistory, query: query.pairs)
    }

    /// What the store of contents holds.
    package static let store = of(.showStore)

    /// The configuration in force.
    package static let configuration = of(.showConfiguration)

    /// The routes of the interface.
    package static let routes = of(.listRoutes)

    /// The interface as a document of OpenAPI.
    package static let openAPI = of(.showOpenAPI)

    /// Whether everything works.
    package static let health = of(.showHealth)

    /// Whether the service runs.
    package static let liveness = of(.showLiveness)

    /// Whether the service can be used.
    package static let readiness = of(.showReadiness)

    /// What Prometheus collects.
    package static let metrics = of(.showMetrics)

    /// What runs.
    package static let version = of(.showVersion)
}
