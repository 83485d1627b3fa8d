import API
import App
import Crypto
import FoundationEssentials
import HTTPMessages
import Jobs
import Posix
import Transfer

/// Runs jobs in this process, with the same locks and the same history as a server.
struct LocalBackend: Backend {
    /// Who did it, in logs and in the history.
    private static var initiator: String { "cli:\(ProcessInfo.processInfo.userName)" }

    private let local: LocalApplication
    let api: APIClient
    let repositoryName: String?
    let progress: ProgressView

    /// Works on what an application is made of.
    init(_ local: LocalApplication, repositoryName: String?, progress: ProgressView) {
        self.local = local
        self.repositoryName = repositoryName
        self.progress = progress
        api = APIClient(transport: InProcessTransport(local: local))
    }

    /// The application for work of its own, and the repository that was named, or the only one.
    func workplace() async throws -> (application: Application, repository: Repository) {
        let application = try await local.working()
        return (application, try application.repository(repositoryName))
    }

    func finish<Arguments: JobArguments>(
        _ arguments: Arguments,
        on repository: String?
    ) async throws -> (id: String, outcome: Arguments.Outcome) {
        let application = try await local.working()
        return try await progress.watching { reporter in
            try await application.run(arguments, on: repository, initiator: Self.initiator, watcher: reporter)
        }
    }

    /// It ended with the one that it follows.
    func end(of follower: Job) -> Job { follower }

    var writingAPI: APIClient {
        get async throws {
            _ = try await local.working()
            return api
        }
    }

    func run(schedule id: String) async throws -> Job {
        let application = try await local.working()
        let job = try await progress.watching { reporter in
            try await application.run(schedule: id, initiator: Self.initiator, watcher: reporter)
        }
        return try await api.get(APIPath.job(job))
    }

    func news(ofJob id: String) -> AsyncStream<Void> {
        AsyncStream { [api] in
            // Another process runs it, which tells nobody of its events.
            guard let job: Job = try? await api.get(APIPath.job(id)), !job.state.isFinished else { return nil }
            return try? await Task.sleep(for: .milliseconds(500))
        }
    }

    func news() -> AsyncStream<Void> { AsyncStream { try? await Task.sleep(for: .seconds(1)) } }

    func stage(_ archive: ArchivePath, allowUnsigned: Bool) async throws -> Import {
        let staged = try await run(ImportStage(path: archive.absolute.string, allowUnsigned: allowUnsigned))
        return try await api.get(APIPath.import(staged.import))
    }

    func apply(_ archive: ArchivePath, permitting: (ImportApply) -> ImportApply) async throws -> ImportOutcome {
        try await run(permitting(ImportApply(path: archive.absolute.string)))
    }

    func tryApplying(
        _ archive: ArchivePath,
        permitting: (ImportApply) -> ImportApply
    ) async throws -> ImportOutcome {
        try await apply(archive, permitting: permitting)
    }

    /// Makes a key of this side, or takes the one at `source`; gives its public half.
    func makeSigningKey(
        _ role: SigningKeyStore.Role,
        from source: AbsolutePath?,
        comment: String?,
        isDryRun: Bool
    ) async throws -> SSHPublicKeyLine {
        try await local.working().makeSigningKey(role, from: source, comment: comment, isDryRun: isDryRun)
    }

    /// Lets the next key of this side sign from now on; gives its public half.
    func rotateSigningKey(isDryRun: Bool) async throws -> SSHPublicKeyLine {
        try await local.working().rotateSigningKey(isDryRun: isDryRun)
    }

    /// Takes archives of the source of this one too from now on; gives the source's uuid.
    func trustSource(of archive: ArchivePath, isDryRun: Bool) async throws -> String {
        let (application, repository) = try await workplace()
        return try await progress.watching { reporter in
            try await application.trustSource(
                archive.absolute,
                in: repository,
                isDryRun: isDryRun,
                reporter: reporter
            )
        }
    }
}

/// Hands requests to the routes of this process: what a server would answer, without one.
struct InProcessTransport: Transport {
    let local: LocalApplication

    func send(_ method: HTTPMethod, _ path: String, fields: HTTPFields, body: [UInt8]) async throws -> Reply {
        var fields = fields
        fields[.initiator] = PercentEncoding.encode(ProcessInfo.processInfo.userName)
        let answer = try await InProcessAPI(local.looking()).answer(method, path, fields: fields, body: body)
        return Reply(status: answer.status, fields: answer.fields, body: answer.body)
    }
}
