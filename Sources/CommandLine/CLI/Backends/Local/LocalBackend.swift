import API
import App
import JSON
import Posix
import Reporting
import Transfer

/// Runs the engines in this process, with the same locks as a server.
struct LocalBackend: Backend {
    let application: Application
    let repositoryName: String?
    let progress: ProgressView

    /// Names what this run makes for itself on disk, and who did it in logs.
    let run = "cli-\(CurrentProcess.id)"

    /// The repository that was named, or the only one.
    func repository() throws -> Repository { try application.repository(repositoryName) }

    func collect(deep: Bool) async throws -> CollectReport {
        let repository = try repository()
        let outcome = try await progress.watching { try await application.collect(repository, deep: deep, reporter: $0) }
        return try report(outcome.json)
    }

    func build(_ order: BuildOrder) async throws -> BuildReport {
        let repository = try repository()
        let result = try await progress.watching { reporter in
            try await application.build(repository, order.request, run: run, reporter: reporter)
        }
        var report: BuildReport = try report(result.json)
        report.path = result.artifact.map { path(of: $0) }
        return report
    }

    func apply(_ archive: ArchivePath, allowMissing: Bool) async throws -> ImportReport {
        let repository = try repository()
        let result = try await progress.watching { reporter in
            try await application.importArchive(
                archive.absolute,
                into: repository,
                allowMissing: allowMissing,
                initiator: "cli",
                reporter: reporter
            )
        }
        return try report(result.json)
    }

    /// The result of an engine in the shape that a server's job has.
    private func report<Report: Decodable>(_ json: JSONValue) throws -> Report {
        try APICoding.decode(Report.self, from: json.encoded())
    }
}
