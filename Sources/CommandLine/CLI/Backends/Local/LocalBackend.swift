import API
import App
import JSON
import Posix
import Reporting
import Transfer

/// Runs the engines in this process, with the same locks as a server.
struct LocalBackend: Backend {
    let application: Application
    let api: APIClient
    let repositoryName: String?
    let progress: ProgressView

    /// Names what this run makes for itself on disk.
    let run = "cli-\(CurrentProcess.id)"
    /// Who did it, in logs.
    static let initiator = "cli"

    /// Works on what an application was made of.
    init(_ application: Application, repositoryName: String?, progress: ProgressView) throws {
        self.application = application
        self.repositoryName = repositoryName
        self.progress = progress
        api = APIClient(transport: try InProcessTransport(application))
    }

    /// The repository that was named, or the only one.
    func repository() throws -> Repository { try application.repository(repositoryName) }

    func collect(deep: Bool) async throws -> CollectReport {
        let repository = try repository()
        let outcome = try await progress.watching {
            try await application.collect(repository, deep: deep, reporter: $0)
        }
        return try report(outcome.json)
    }

    func build(_ order: BuildOrder) async throws -> BuildReport {
        let repository = try repository()
        let result = try await progress.watching { reporter in
            try await application.build(repository, order.request, run: run, reporter: reporter)
        }
        return try report(result.json)
    }

    func verifyArtifact(_ id: String) async throws {
        try await progress.watching { _ = try await application.verify(id, reporter: $0) }
    }

    func createSnapshot(name: String?) async throws -> String {
        let repository = try repository()
        return try await progress.watching { reporter in
            try await application.createSnapshot(repository, name: name, run: run, reporter: reporter).id
        }
    }

    /// The result of an engine in the shape that a server's job has.
    func report<Report: Decodable>(_ json: JSONValue) throws -> Report {
        try JSONDecoder().decode(Report.self, from: json)
    }
}
