import Blobs
import Jobs
import Persistence
import Posix
import SQLite
import Time
import Transfer
import Trees

/// What the database knows of the repositories and of jobs, as numbers.
struct RecordedFacts: Sendable {
    /// One repository, as it was read last.
    struct Repository: Sendable {
        let name: String
        let collected: Moment?
        var packages = 0
        var versions = 0
        var files = 0
        var bytes: Int64 = 0
        /// Findings that are not settled, by kind; every kind that there may be.
        var findings: [String: Int] = [:]
        var artifacts = 0
        var artifactBytes: Int64 = 0
        var undelivered = 0
    }

    var repositories: [Repository] = []
    /// How many unfinished jobs there are in each state.
    var jobs: [JobState: Int] = [:]
    /// When a job last succeeded, by type and repository.
    var successes: [LastSuccess] = []
    var lateSchedules = 0
    /// What the store of contents holds.
    var store = StoreStatistics.Amount()
}

/// Reads those numbers, and adds a tree up anew only when it was read anew.
actor RecordedFactsReader {
    private let application: Application
    private let jobs: JobQueue
    private let schedules: Scheduler
    private var totals: [String: RecordedFacts.Repository] = [:]

    init(_ application: Application, jobs: JobQueue, schedules: Scheduler) {
        self.application = application
        self.jobs = jobs
        self.schedules = schedules
    }

    func read() async throws -> RecordedFacts {
        var facts = RecordedFacts()
        let artifacts = try await application.artifacts.list()
        let undelivered = Set(try await application.artifacts.undelivered(among: artifacts).map(\.id))
        for repository in application.repositories {
            var found = try await total(of: repository)
            found.findings = try await findings(of: repository)
            for artifact in artifacts where artifact.repository.name == repository.name {
                found.artifacts += 1
                found.artifactBytes += artifact.size
                found.undelivered += undelivered.contains(artifact.id) ? 1 : 0
            }
            facts.repositories.append(found)
        }
        facts.jobs = try await jobs.counts()
        facts.successes = try await jobs.lastSuccesses()
        facts.lateSchedules = try await schedules.late().count
        facts.store = try await BlobStore.known(in: application.database)
        return facts
    }

    private func total(of repository: Repository) async throws -> RecordedFacts.Repository {
        let collected = try await repository.catalog.collectedAt()
        if let known = totals[repository.name], known.collected == collected { return known }
        let total = (collected == nil ? [] : try await repository.catalog.scopes()).total
        let facts = RecordedFacts.Repository(
            name: repository.name,
            collected: collected,
            packages: total.packages,
            versions: total.versions,
            files: total.files,
            bytes: total.bytes
        )
        totals[repository.name] = facts
        return facts
    }

    private func findings(of repository: Repository) async throws -> [String: Int] {
        let none = repository.ecosystem.findingKinds.map { ($0.rawValue, 0) }
        return Dictionary(none) { $1 }.merging(try await repository.findings.unsettledByKind()) { $1 }
    }
}
