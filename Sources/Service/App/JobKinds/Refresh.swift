import API
import Jobs
import Logging
import Posix
import Reporting
import Time
import Transfer
import Trees

extension JobKind {
    /// Makes a repository hold what upstream has now.
    static func fullRefresh(_ application: Application) -> JobKind {
        refresh(FullRefresh.self, application, then: { $0.then ?? .diffBuild }) { arguments, _ in
            var request = RefreshRequest(arguments)
            request.limit = arguments.limit
            request.from = try arguments.from.map(PackageListFile.read)
            return request
        }
    }

    /// Refreshes what changed lately.
    static func deltaRefresh(_ application: Application) -> JobKind {
        refresh(DeltaRefresh.self, application, then: { $0.then ?? .none }) { arguments, repository in
            let minutes = arguments.minutes ?? DeltaRefresh.usualMinutes
            var request = RefreshRequest(arguments)
            request.packages = try await application.changed(in: repository, within: .seconds(60 * minutes))
            return request
        }
    }

    /// Refreshes one package.
    static func packageRefresh(_ application: Application) -> JobKind {
        refresh(PackageRefresh.self, isUnique: false, application) { arguments, _ in
            var request = RefreshRequest(arguments)
            request.packages = [arguments.package]
            return request
        }
    }

    private static func refresh<Arguments: RefreshArguments>(
        _ type: Arguments.Type,
        isUnique: Bool = true,
        _ application: Application,
        then sequel: @escaping @Sendable (Arguments) -> RefreshSequel = { _ in .none },
        _ request: @escaping @Sendable (Arguments, Repository) async throws -> RefreshRequest
    ) -> JobKind {
        JobKind(
            type,
            isResumable: true,
            isUnique: isUnique,
            steps: { _ in [.walk, .read, .revalidate, .fetch, .prove] },
            claims: { [.tree($0)] },
            prepare: { arguments, repository in
                let repository = try application.repository(repository)
                try await application.requireRefreshing(repository)
                try repository.configuration.require(
                    arguments.platforms ?? [],
                    for: "refresh.platforms",
                    as: "platforms"
                )
                return arguments
            },
            then: { arguments, outcome in
                sequel(arguments) == .diffBuild && outcome.isWorthBuilding ? [DiffBuild()] : []
            },
            run: { arguments, context in
                let repository = try application.repository(context.repository)
                let outcome = try await application.refresh(
                    repository,
                    request(arguments, repository),
                    record: RefreshRecord(database: application.database, job: context.id),
                    run: context.run,
                    reporter: context.reporter
                )
                outcome.tell(context.log)
                return outcome
            }
        )
    }
}

extension RefreshRequest {
    /// Takes what every kind of refresh can be asked.
    fileprivate init(_ arguments: some RefreshArguments) {
        self.init()
        versions = arguments.versions
        dependencies = arguments.dependencies
        platforms = arguments.platforms
        concurrency = arguments.concurrency
        isDryRun = arguments.dryRun ?? false
    }
}

extension RefreshOutcome {
    /// Writes into the log of the job what came of it.
    fileprivate func tell(_ log: Reporter) {
        for warning in warnings { log.log(.warning, warning) }
        for problem in failed.items { log.log(.warning, problem.sentence, ["hint": problem.hint]) }
        for problem in stale.items { log.log(.warning, problem.sentence, ["hint": problem.hint]) }
        for request in elsewhere.items { log.log(.info, request) }
        for withdrawal in deprecated?.items ?? [] { log.log(.warning, "deprecated upstream: \(withdrawal.sentence)") }
        for withdrawal in unpublished?.items ?? [] { log.log(.warning, "no longer upstream: \(withdrawal.sentence)") }
        log.log(
            .info,
            dryRun ? "would fetch" : "refreshed",
            [
                "packages": "\(packages)", "refreshed": "\(refreshed)", "unchanged": "\(unchanged)",
                "files": "\(files)", "bytes": "\(bytes)", "failed": "\(failed.count)", "stale": "\(stale.count)",
            ]
        )
    }
}
