import API
import HTTPMessages
import Jobs
import Transfer

/// Things as the API shows them; commands see no others.
typealias Job = API.Job
typealias Artifact = API.Artifact
typealias Finding = API.Finding
typealias SnapshotSummary = API.SnapshotSummary

/// Whatever does what commands ask for: this process, or a server.
///
/// What is only looked up comes from `api` in both cases; who runs a job differs.
protocol Backend: Sendable {
    /// Answers what is only looked up.
    var api: APIClient { get }
    /// The repository that was named.
    var repositoryName: String? { get }

    /// Runs a job on a repository to its end; without one, on the one that was named, or the only one.
    func run<Arguments: JobArguments>(_ arguments: Arguments, on repository: String?) async throws -> Arguments.Outcome
    /// Verifies an archive, or a folder of its members, and puts it ready.
    func stage(_ archive: ArchivePath) async throws -> Import
    /// Verifies an archive and applies it; `permitting` adds what the user lets it do.
    func apply(_ archive: ArchivePath, permitting: (ImportApply) -> ImportApply) async throws -> ImportOutcome
    /// Says what applying an archive would do; nothing stays where it is looked at.
    func tryApplying(_ archive: ArchivePath, permitting: (ImportApply) -> ImportApply) async throws -> ImportOutcome
}

extension Backend {
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
