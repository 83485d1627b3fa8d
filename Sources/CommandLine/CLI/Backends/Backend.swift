import API
import HTTPMessages
import Jobs
import Transfer

/// Things as the API shows them; commands see no others.
typealias Job = API.Job
typealias Schedule = API.Schedule
typealias Artifact = API.Artifact
typealias Finding = API.Finding
typealias Site = API.Site
typealias SnapshotSummary = API.SnapshotSummary

/// Whatever does what commands ask for: this process, or a server.
///
/// What is only looked up comes from `api` in both cases; who runs a job differs.
protocol Backend: Sendable {
    /// Answers what is only looked up.
    var api: APIClient { get }
    /// The repository that was named.
    var repositoryName: String? { get }

    /// Runs a job on a repository to its end, or the only one without one; gives its id and what it brought.
    func finish<Arguments: JobArguments>(
        _ arguments: Arguments,
        on repository: String?
    ) async throws -> (id: String, outcome: Arguments.Outcome)
    /// Waits until a job that follows another has ended, and throws what it failed of.
    func end(of follower: Job) async throws -> Job
    /// The same as `api`, for what changes something.
    var writingAPI: APIClient { get async throws }
    /// Runs the job of a schedule to its end, however it ends.
    func run(schedule id: String) async throws -> Job
    /// Yields whenever something of a job may have changed, its log too, at first and until it has ended.
    func news(ofJob id: String) -> AsyncStream<Void>
    /// Yields whenever some job may have changed, and at first.
    func news() -> AsyncStream<Void>
    /// Verifies an archive, or a folder of its members, and puts it ready.
    func stage(_ archive: ArchivePath, allowUnsigned: Bool) async throws -> Import
    /// Verifies an archive and applies it; `permitting` adds what the user lets it do.
    func apply(_ archive: ArchivePath, permitting: (ImportApply) -> ImportApply) async throws -> ImportOutcome
    /// Says what applying an archive would do; nothing stays where it is looked at.
    func tryApplying(_ archive: ArchivePath, permitting: (ImportApply) -> ImportApply) async throws -> ImportOutcome
}

extension Backend {
    /// Runs a job on a repository to its end; without one, on the only one.
    func run<Arguments: JobArguments>(
        _ arguments: Arguments,
        on repository: String?
    ) async throws -> Arguments.Outcome { try await finish(arguments, on: repository).outcome }

    /// Runs a job and then what follows it, each to its end; gives what the first one brought, and the others.
    ///
    /// Throws what the first of them failed of.
    func runThrough<Arguments: JobArguments>(
        _ arguments: Arguments
    ) async throws -> (outcome: Arguments.Outcome, followers: [Job]) {
        let (id, outcome) = try await finish(arguments, on: repositoryName)
        var followers: [Job] = []
        for follower in try await jobs(following: id) { followers.append(try await end(of: follower)) }
        return (outcome, followers)
    }

    /// The jobs that follow another, the oldest first.
    private func jobs(following id: String) async throws -> [Job] {
        let jobs: [Job] = try await api.list { APIPath.jobs(JobQuery(parent: id, page: $0)) }
        return jobs.reversed()
    }

    /// Runs a job on the repository that was named, or the only one.
    func run<Arguments: JobArguments>(_ arguments: Arguments) async throws -> Arguments.Outcome {
        try await run(arguments, on: repositoryName)
    }

    /// The repository that was named, for the query of a request.
    var repositoryQuery: String { repositoryName.map { "?repository=\(PercentEncoding.encode($0))" } ?? "" }

    /// One artifact.
    func artifact(_ id: String) async throws -> Artifact { try await api.get(APIPath.artifact(id)) }

    /// Jobs, newest first.
    func jobs(states: [JobState], type: String?, limit: Int) async throws -> [Job] {
        try await api.list(limit: limit) { page in
            APIPath.jobs(JobQuery(states: states, type: type, repository: repositoryName, page: page))
        }
    }
}
