import API
import HTTPMessages
import JSON
import Jobs
import Posix
import Reporting
import Transfer

/// Has a server do the work, and follows it until it ends.
struct RemoteBackend: Backend {
    let api: APIClient
    let repositoryName: String?
    let progress: ProgressView
    let transport: HTTPTransport
    /// How archives get to the server.
    let delivery: any ArchiveDelivery

    func finish<Arguments: JobArguments>(
        _ arguments: Arguments,
        on repository: String?
    ) async throws -> (id: String, outcome: Arguments.Outcome) {
        let body = try JobBody(repository: repository, arguments: JSONEncoder().value(of: arguments))
        let job = try await end(of: api.post(APIPath.jobs(ofType: Arguments.type), body.members))
        return (job.id, try JSONDecoder().decode(Arguments.Outcome.self, from: job.result))
    }

    var writingAPI: APIClient { api }

    func run(schedule id: String) async throws -> Job {
        let job: Job = try await api.post(APIPath.run(ofSchedule: id))
        return try await followed(job)
    }

    func news(ofJob id: String) -> AsyncStream<Void> { NewsReader.news(of: APIPath.events(ofJob: id), on: transport) }

    func news() -> AsyncStream<Void> { NewsReader.news(of: APIPath.events, on: transport) }

    func stage(_ archive: ArchivePath, allowUnsigned: Bool) async throws -> Import {
        let reply = try await progress.watching { reporter in
            let query = StagingQuery(repository: repositoryName, allowUnsigned: allowUnsigned)
            return try await delivery.stage(archive, query, reporter: reporter)
        }
        guard reply.status == .accepted else { return try APICoding.decode(Import.self, from: reply.body) }
        let job = try await end(of: APICoding.decode(Job.self, from: reply.body))
        let staged = try JSONDecoder().decode(ImportStage.Outcome.self, from: job.result)
        return try await api.get(APIPath.import(staged.import))
    }

    func apply(_ archive: ArchivePath, permitting: (ImportApply) -> ImportApply) async throws -> ImportOutcome {
        let staged = try await stage(archive, allowUnsigned: Self.allowsUnsigned(permitting))
        return try await run(permitting(ImportApply(import: staged.id)), on: staged.repository)
    }

    /// What had to be sent to the server to be looked at is removed there, unless it was ready there before.
    func tryApplying(
        _ archive: ArchivePath,
        permitting: (ImportApply) -> ImportApply
    ) async throws -> ImportOutcome {
        if delivery.serverReads(archive) {
            do {
                return try await run(permitting(ImportApply(path: archive.absolute.string)))
            } catch let problem as Problem where problem.isUnseen {
                // As a service it may see less of the disks.
            }
        }
        let ready: [Import] = try await api.list { APIPath.imports(ListQuery(repository: repositoryName, page: $0)) }
        let staged = try await stage(archive, allowUnsigned: Self.allowsUnsigned(permitting))
        let wasReady = ready.contains { $0.id == staged.id && $0.state == .staged }
        do {
            let outcome = try await run(permitting(ImportApply(import: staged.id)), on: staged.repository)
            if !wasReady { try await forget(staged) }
            return outcome
        } catch {
            if !wasReady { try? await forget(staged) }
            throw error
        }
    }

    /// Whether what the user lets an apply do is something that staging must be let do, too.
    private static func allowsUnsigned(_ permitting: (ImportApply) -> ImportApply) -> Bool {
        permitting(ImportApply(import: "")).allowUnsigned ?? false
    }

    private func forget(_ staged: Import) async throws {
        try await api.delete(
            APIPath.deletion(ofImport: staged.id, RepositoryDryRunQuery(repository: staged.repository))
        )
    }

    /// Follows a job that was started here: who interrupts the command means the job.
    func end(of job: Job) async throws -> Job {
        let ended = try await followed(job)
        try ended.requireDone()
        return ended
    }

    private func followed(_ job: Job) async throws -> Job {
        progress.console.note("job \(job.id)")
        return try await progress.watching { reporter in
            do {
                return try await JobFollower(api: api, reporter: reporter).end(of: job)
            } catch is CancellationError {
                await cancel(job)
                throw CancellationError()
            }
        }
    }

    /// Asks for the end in a task of its own, because this one is cancelled.
    private func cancel(_ job: Job) async {
        let asking = Task { () async throws -> Job in try await api.post(APIPath.cancellation(ofJob: job.id)) }
        do {
            _ = try await asking.value
            progress.console.note("asked the server to cancel job \(job.id)")
        } catch {
            progress.console.say("job \(job.id) goes on: \(error)")
        }
    }
}

/// The body of a request that starts a job: its arguments, and the repository among them.
private struct JobBody {
    let members: JSONValue

    init(repository: String?, arguments: JSONValue) {
        let named = repository.map { [("repository", JSONValue.string($0))] } ?? []
        members = .object(named + (arguments.objectValue ?? []))
    }
}
