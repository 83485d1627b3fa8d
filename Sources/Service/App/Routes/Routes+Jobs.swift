import API
import HTTPMessages
import HTTPServer
import JSON
import Jobs
import Posix
import Transfer

extension Routes {
    /// Who starts what comes in by the API.
    static let initiator = "api"

    func listJobs(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(JobQuery.self)
        try requireKnown(query.repository)
        try requireKnown(type: query.type)
        let list = ListPage(query.page, of: "jobs", query)
        let filter = JobFilter(
            states: Set(query.states.compactMap { Jobs.JobState(rawValue: $0.rawValue) }),
            type: query.type,
            repository: query.repository,
            since: query.since?.milliseconds
        )
        let found = try await jobs.jobs(filter, limit: list.limit, cursor: list.place)
        let page = Page(items: found.items.map { API.Job($0) }, nextCursor: found.nextCursor.map(list.cursor))
        return try .page(page) { cursor in
            var next = query
            next.page.cursor = cursor
            return APIPath.jobs(next)
        }
    }

    func showJob(_ request: HTTPRequest) async throws -> HTTPResponse {
        let id = request.parameters["id"]
        let wait = try request.query(JobWaitQuery.self).wait
        let job = try await wait == 0 ? jobs.job(id) : jobs.wait(id, timeout: .seconds(wait))
        return try .json(API.Job(job))
    }

    func startCollect(_ request: HTTPRequest) async throws -> HTTPResponse {
        let body = try await request.body(CollectRequest.self)
        let repository = try repository(body.repository, request.query(RepositoryQuery.self).repository)
        return try await start("collect", repository, ["deep": .bool(body.deep ?? false)])
    }

    func startDiffBuild(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(DiffBuildQuery.self)
        let body = try await request.body(DiffBuildRequest.self)
        let repository = try repository(body.repository, query.repository)
        var parameters: [(String, JSONValue)] = [
            ("full", .bool(body.full ?? false)), ("deep", .bool(body.deep ?? false)),
            ("allow_shrink", .bool(body.allowShrink ?? false)), ("dry_run", .bool(body.dryRun ?? false)),
            ("note", .string(body.note ?? "")),
        ]
        if let baseline = query.baseline {
            guard body.full != true else {
                throw RequestError(.invalid, member: "full", "A full archive has no baseline: give one of the two.")
            }
            let id = try await disk.run { [snapshots = application.snapshots] in try snapshots.id(of: baseline) }
            parameters.append(("baseline", .string(id)))
        }
        return try await start("diff-build", repository, .object(parameters))
    }

    func cancelJob(_ request: HTTPRequest) async throws -> HTTPResponse {
        _ = try await request.body(BareRequest.self)
        return try accepted(await jobs.cancel(request.parameters["id"], initiator: Self.initiator))
    }

    func retryJob(_ request: HTTPRequest) async throws -> HTTPResponse {
        _ = try await request.body(BareRequest.self)
        return try accepted(await jobs.retry(request.parameters["id"], initiator: Self.initiator))
    }

    /// Starts a job: 202 with where it is to be found, and the job.
    func start(_ type: String, _ repository: Repository, _ parameters: JSONValue) async throws -> HTTPResponse {
        try accepted(
            await jobs.enqueue(
                type: type,
                repository: repository.name,
                parameters: parameters,
                initiator: Self.initiator
            )
        )
    }

    /// The repository that body or query name; both may, if they agree.
    func repository(_ body: String?, _ query: String?) throws -> Repository {
        if let body, let query, body != query {
            throw RequestError(.invalid, member: "repository", "The body names \(body) and the query \(query).")
        }
        return try body == nil && query != nil ? repository(inQuery: query) : application.repository(body)
    }

    /// The repository that a query names, or the only one; a mistake is one of the query.
    func repository(inQuery name: String?) throws -> Repository {
        do {
            return try application.repository(name)
        } catch let error as RequestError {
            throw error.inQuery
        }
    }

    /// Refuses a filter that names a repository which is not configured: an empty list would look like an answer.
    func requireKnown(_ repository: String?) throws {
        if let repository { _ = try self.repository(inQuery: repository) }
    }

    private func requireKnown(type: String?) throws {
        let known = application.jobKinds.map(\.name).sorted()
        guard let type, !known.contains(type) else { return }
        throw RequestError(
            .invalid,
            member: "type",
            "There is no type of job \"\(type)\"; there are \(known.joined(separator: ", "))."
        ).inQuery
    }

    private func accepted(_ job: Jobs.Job) throws -> HTTPResponse {
        try .json(API.Job(job), .accepted, fields: [.location: APIPath.job(job.id)])
    }
}
