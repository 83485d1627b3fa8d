import API
import Jobs
import Logging
import Posix
import Reporting
import Time
import Transfer
import Trees

extension Application {
    /// Makes a repository hold what upstream has, as far as it is asked for.
    func refresh(
        _ repository: Repository,
        _ request: RefreshRequest,
        record: RefreshRecord,
        run: String,
        reporter: Reporter
    ) async throws -> RefreshOutcome {
        let report = try await locked(
            repository,
            for: run,
            isDryRun: request.isDryRun,
            reporter: reporter
        ) { locked in
            let refreshing = try Self.refreshing(locked.repository)
            let report = try await refreshing.refresh(request, record: record, reporter: reporter)
            // What can come back from upstream has: what is still not here was taken back there.
            if request.isWhole, RefreshOutcome(report, dryRun: request.isDryRun).isWorthBuilding {
                try locked.folder.endRestoration()
            }
            return report
        }
        try await record.note(report.packages)
        return RefreshOutcome(report, dryRun: request.isDryRun)
    }

    /// Throws where a repository is not refreshed: for its type, or since nothing is configured to ask.
    func requireRefreshing(_ repository: Repository) async throws {
        try await repository.lane.away { try Self.refreshing(repository.open()).requireUpstream() }
    }

    /// Fetches what a part is to carry and is not here, where there is an upstream to ask; what cannot be had is missed by
    /// the build.
    func fetch(_ selection: CaptureSelection, into repository: Repository, for job: JobContext) async throws {
        guard (try? await requireRefreshing(repository)) != nil else { return }
        let specs = selection.specs.isEmpty ? nil : Array(selection.specs.joined(separator: "\n").utf8)
        for list in [specs, selection.file].compactMap(\.self) {
            var request = RefreshRequest()
            request.from = list
            let record = RefreshRecord(database: database, job: job.id)
            do {
                let outcome = try await refresh(
                    repository,
                    request,
                    record: record,
                    run: job.run,
                    reporter: job.reporter
                )
                for problem in outcome.failed.items { job.log.log(.warning, problem.sentence, ["hint": problem.hint]) }
            } catch let error as UpstreamError {
                job.log.log(.warning, "nothing was fetched: \(error)")
            }
        }
    }

    /// The packages of which something was seen to change within this time, by name.
    func changed(in repository: Repository, within time: Duration) async throws -> [String] {
        let since = clock.now() - time
        return try await repository.catalog.page(CatalogFilter(changedSince: since), limit: .max).packages.map(\.name)
    }

    fileprivate static func refreshing(_ opened: OpenRepository) throws -> any TreeRefresh {
        guard let refreshing = opened.tree.refreshing else {
            throw TransferError(
                .notPermitted,
                opened.repository.name,
                "is of type \(opened.repository.configuration.type), which has no upstream to be refreshed from",
                hint: "Name a repository of another type"
            )
        }
        return refreshing
    }
}

extension LockedRepository {
    /// Whether there is an upstream that files can come back from.
    var hasUpstream: Bool {
        (try? Application.refreshing(repository).requireUpstream()) != nil
    }
}
