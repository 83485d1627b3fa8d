import API
import Blobs
import HTTPServer
import Jobs
import Metrics
import Posix
import Time

/// Everything that Prometheus collects of the service.
///
/// A scrape looks at no storage and waits for no disk: what it says is what was seen within the last seconds, or what the
/// database knows.
final class ServiceMetrics: Sendable {
    /// So old may be what the database said.
    private static let age = Duration.seconds(10)
    /// So old may be what was seen of disks.
    private static let glance = Duration.seconds(1)
    private static let patience = Duration.milliseconds(400)

    private let application: Application
    private let health: HealthChecks
    private let facts: Look<RecordedFacts?>

    init(_ application: Application, jobs: JobQueue, schedules: Scheduler, health: HealthChecks) {
        self.application = application
        self.health = health
        let reader = RecordedFactsReader(application, jobs: jobs, schedules: schedules)
        facts = Look(on: { application.lanes.state.probing }) { try? await reader.read() }
    }

    /// The whole page.
    func text() async -> [UInt8] {
        async let known = facts.value(noOlderThan: Self.age, within: Self.patience)
        async let storages = application.disks.storages(noOlderThan: Self.glance, within: Self.patience)
        async let database = health.databaseAnswers()
        async let own = application.disks.own(noOlderThan: Self.glance, within: Self.patience)
        var exposition = Exposition()
        let build: [MetricLabel] = [("version", Version.current)]
        exposition.gauge(MetricName("packferry_build_info", "What runs here; always 1."), 1, build)
        application.traffic.write(to: &exposition)
        application.jobTally.write(to: &exposition)
        exposition.gauge(Self.database, await database ? 1 : 0)
        if let facts = await known.last ?? nil { Self.write(facts, to: &exposition) }
        Self.write(await storages, await own, to: &exposition)
        ProcessUsage().write(to: &exposition)
        return exposition.finish()
    }

    private static let database = MetricName("packferry_database_up", "Whether the database answers in time.")
}

extension ServiceMetrics {
    private static func write(_ facts: RecordedFacts, to exposition: inout Exposition) {
        exposition.begin(MetricName("packferry_jobs", "Jobs that have not ended, by state."), .gauge)
        for state in [JobState.queued, .blocked, .running] {
            exposition.sample(Int64(facts.jobs[state, default: 0]), [("state", state.rawValue)])
        }
        let success = MetricName(
            "packferry_job_last_success_timestamp_seconds",
            "When such a job last succeeded, whoever ran it; missing where none is in the history."
        )
        exposition.begin(success, .gauge)
        for last in facts.successes {
            exposition.sample(last.at.unixSeconds, [("type", last.type), ("repository", last.repository)])
        }
        exposition.gauge(
            MetricName("packferry_schedules_late", "Schedules whose time has passed and that started nothing."),
            Double(facts.lateSchedules)
        )
        if facts.store.files > 0 {
            exposition.gauge(Self.storeBlobs, Double(facts.store.files))
            exposition.gauge(Self.storeBytes, Double(facts.store.bytes))
        }
        for (name, value) in Self.ofRepositories {
            exposition.begin(name, .gauge)
            for repository in facts.repositories {
                guard let value = value(repository) else { continue }
                exposition.sample(value, [("repository", repository.name)])
            }
        }
        exposition.begin(
            MetricName("packferry_findings", "What is wrong and neither mended nor let be, by kind."),
            .gauge
        )
        for repository in facts.repositories {
            for (kind, count) in repository.findings.sorted(by: { $0.key < $1.key }) {
                exposition.sample(Int64(count), [("repository", repository.name), ("kind", kind)])
            }
        }
    }

    private static let storeBlobs = MetricName("packferry_store_blobs", "Contents of the store.")
    private static let storeBytes = MetricName("packferry_store_bytes", "Size of the contents of the store.")

    private static let ofRepositories: [(MetricName, @Sendable (RecordedFacts.Repository) -> Double?)] = [
        (
            MetricName("packferry_repository_packages", "Packages, as the storage was read last."),
            { Double($0.packages) }
        ),
        (
            MetricName("packferry_repository_versions", "Versions, as the storage was read last."),
            { Double($0.versions) }
        ),
        (MetricName("packferry_repository_files", "Files, as the storage was read last."), { Double($0.files) }),
        (
            MetricName("packferry_repository_bytes", "Size of the files, as the storage was read last."),
            { Double($0.bytes) }
        ),
        (
            MetricName(
                "packferry_repository_collected_timestamp_seconds",
                "When the storage was read last; missing before the first time."
            ), { $0.collected?.unixSeconds }
        ),
        (MetricName("packferry_artifacts", "Artifacts that are kept."), { Double($0.artifacts) }),
        (MetricName("packferry_artifacts_bytes", "Size of the artifacts that are kept."), { Double($0.artifactBytes) }),
        (
            MetricName("packferry_artifacts_undelivered", "Artifacts that did not get to every site that counts."),
            { Double($0.undelivered) }
        ),
    ]

    private static func write(
        _ storages: [(repository: Repository, sight: Look<StorageSight>.Sight)],
        _ own: [(place: String, sight: FolderSight)],
        to exposition: inout Exposition
    ) {
        exposition.begin(
            MetricName("packferry_storage_up", "Whether the storage answers, and is the one that it was."),
            .gauge
        )
        for (repository, sight) in storages {
            let isUp = sight.isNew && sight.last.map { $0.status < .fail } ?? false
            exposition.sample(isUp ? 1 : 0, [("repository", repository.name)])
        }
        let places =
            own.map { ([("place", $0.place)], $0.sight.space) }
            + storages.compactMap { repository, sight in
                (sight.last?.folder).map { ([("place", "storage"), ("repository", repository.name)], $0.space) }
            }
        exposition.begin(MetricName("packferry_filesystem_size_bytes", "Size of the file system of a folder."), .gauge)
        for (labels, space) in places { exposition.sample(space.totalBytes, labels) }
        exposition.begin(
            MetricName("packferry_filesystem_free_bytes", "What may still be written to the file system of a folder."),
            .gauge
        )
        for (labels, space) in places { exposition.sample(space.freeBytes, labels) }
    }
}

extension Look.Sight {
    /// Whether the look came back in time.
    var isNew: Bool {
        if case .seen = self { true } else { false }
    }
}

extension Moment {
    /// Seconds since 1970, to the millisecond.
    fileprivate var unixSeconds: Double { Double(milliseconds) / 1000 }
}
