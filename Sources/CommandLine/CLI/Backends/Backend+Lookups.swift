import API
import HTTPMessages
import Jobs

extension Backend {
    /// Every artifact, newest first.
    func artifacts() async throws -> [Artifact] {
        try await api.list { APIPath.artifacts(ListQuery(repository: repositoryName, page: $0)) }
    }

    /// One artifact.
    func artifact(_ id: String) async throws -> Artifact { try await api.get(APIPath.artifact(id)) }

    /// Removes an artifact, even one that others build upon if that is forced.
    func deleteArtifact(_ id: String, force: Bool) async throws {
        try await api.delete(APIPath.artifact(id) + (force ? "?force=true" : ""))
    }

    /// Every snapshot, newest first.
    func snapshots() async throws -> [SnapshotSummary] {
        try await api.list { APIPath.snapshots(ListQuery(repository: repositoryName, page: $0)) }
    }

    /// One snapshot by its id, the beginning of its id, or its name.
    func snapshot(_ reference: String) async throws -> SnapshotDetail {
        try await api.get(APIPath.snapshot(reference))
    }

    /// Removes a snapshot that nothing builds upon.
    func deleteSnapshot(_ reference: String) async throws { try await api.delete(APIPath.snapshot(reference)) }

    /// What lies between two snapshots, all of it.
    func comparison(of base: String, with target: String) async throws -> SnapshotComparison {
        var page = PageQuery(limit: PageQuery.limits.upperBound)
        var whole: SnapshotComparison = try await api.get(APIPath.comparison(of: base, with: target, page))
        while let cursor = whole.nextCursor {
            page.cursor = cursor
            let next: SnapshotComparison = try await api.get(APIPath.comparison(of: base, with: target, page))
            whole.items += next.items
            whole.nextCursor = next.nextCursor
        }
        return whole
    }

    /// Packages whose names hold `search`.
    func packages(search: String?, sort: PackageQuery.Sort, limit: Int?) async throws -> [PackageSummary] {
        try await api.list(limit: limit) { page in
            APIPath.packages(PackageQuery(search: search, repository: repositoryName, sort: sort, page: page))
        }
    }

    /// One package with its versions.
    func package(_ name: String) async throws -> PackageDetail {
        try await api.get(APIPath.package(name) + repositoryQuery)
    }

    /// What is wrong in the storage.
    func findings(states: [Finding.State], limit: Int?) async throws -> [Finding] {
        try await api.list(limit: limit) { page in
            APIPath.findings(FindingQuery(states: states, repository: repositoryName, page: page))
        }
    }

    /// What was taken here, and what waits.
    func imports() async throws -> [Import] {
        try await api.list { APIPath.imports(ListQuery(repository: repositoryName, page: $0)) }
    }

    /// Forgets an import that waits.
    func deleteImport(_ id: String) async throws { try await api.delete(APIPath.import(id) + repositoryQuery) }

    /// Jobs, newest first.
    func jobs(states: [JobState], type: String?, limit: Int) async throws -> [Job] {
        try await api.list(limit: limit) { page in
            APIPath.jobs(JobQuery(states: states, type: type, repository: repositoryName, page: page))
        }
    }

    /// One job.
    func job(_ id: String) async throws -> Job { try await api.get(APIPath.job(id)) }

    /// Asks a job to end.
    func cancelJob(_ id: String) async throws -> Job { try await api.post(APIPath.cancellation(ofJob: id)) }

    /// Starts a job that did not succeed once more.
    func retryJob(_ id: String) async throws -> Job { try await api.post(APIPath.retry(ofJob: id)) }

    private var repositoryQuery: String {
        repositoryName.map { "?repository=\(PercentEncoding.encode($0))" } ?? ""
    }
}
