import API
import JSON
import Reporting
import Transfer

/// Has a server do the work, and follows it until it ends.
struct RemoteBackend: Backend {
    let api: APIClient
    let repositoryName: String?
    let progress: ProgressView
    /// How archives get to the server.
    let delivery: any ArchiveDelivery

    func collect(deep: Bool) async throws -> CollectReport {
        try await result(of: api.post(APIPath.collect, CollectRequest(repository: repositoryName, deep: deep)))
    }

    func build(_ order: BuildOrder) async throws -> BuildReport {
        let query = DiffBuildQuery(baseline: order.baseline)
        return try await result(of: api.post(APIPath.diffBuild(query), order.body(for: repositoryName)))
    }

    func verifyArtifact(_ id: String) async throws {
        _ = try await end(of: api.post(APIPath.verification(ofArtifact: id)))
    }

    func createSnapshot(name: String?) async throws -> String {
        let request = SnapshotRequest(repository: repositoryName, name: name)
        let report: SnapshotReport = try await result(of: api.post(APIPath.newSnapshot, request))
        return report.snapshot
    }

    func stage(_ archive: ArchivePath) async throws -> Import {
        try await progress.watching { try await delivery.stage(archive, for: repositoryName, reporter: $0) }
    }

    func apply(_ archive: ArchivePath, allowMissing: Bool) async throws -> ImportOutcome {
        try await applyStaged(stage(archive).id, allowMissing: allowMissing)
    }

    func applyStaged(_ id: String, allowMissing: Bool) async throws -> ImportOutcome {
        let request = ImportApplyRequest(allowMissing: allowMissing)
        return try await result(of: api.post(APIPath.application(ofImport: id), request))
    }

    private func result<Report: Decodable>(of job: Job) async throws -> Report {
        let ended = try await end(of: job)
        return try JSONDecoder().decode(Report.self, from: ended.result)
    }

    /// Follows a job that was started here: who interrupts the command means the job.
    private func end(of job: Job) async throws -> Job {
        progress.console.note("job \(job.id)")
        let ended = try await progress.watching { reporter in
            do {
                return try await JobFollower(api: api, reporter: reporter).end(of: job)
            } catch is CancellationError {
                await cancel(job)
                throw CancellationError()
            }
        }
        try ended.requireDone()
        return ended
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
