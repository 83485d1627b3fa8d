import API
import HTTPMessages
import HTTPServer
import JSON
import Jobs
import Posix
import Requests
import Time
import Transfer
import Trees

extension Routes {
    func listJobs(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(JobQuery.self)
        try requireKnown(query.repository)
        try requireKnown(type: query.type)
        return try await list(request, query, named: "jobs", at: APIPath.jobs, found)
    }

    private func found(_ query: JobQuery) async throws -> JobList {
        let list = ListPage(query.page, of: "jobs", query)
        let filter = JobFilter(query)
        let found = try await jobs.jobs(
            filter,
            isReversed: query.isReversed,
            limit: list.limit,
            cursor: list.place
        )
        let counts = try await jobs.counts(filter)
        let wanted = query.states.isEmpty ? JobState.allCases : query.states
        let page = Page(
            items: found.items.map(shown),
            nextCursor: found.nextCursor.map(list.cursor),
            total: Set(wanted).reduce(0) { $0 + (counts[$1] ?? 0) },
            counts: Dictionary(uniqueKeysWithValues: JobState.allCases.map { ($0.rawValue, counts[$0] ?? 0) })
        )
        let usual = try await jobs.usualDurations(on: query.repository)
        return JobList(page, usualDurations: usual.mapValues { Int64($0 / .milliseconds(1)) })
    }

    func showJob(_ request: HTTPRequest) async throws -> HTTPResponse {
        let id = request.parameters["id"]
        let wait = try request.query(JobWaitQuery.self).wait
        let job = try await wait == 0 ? jobs.job(id) : jobs.wait(id, timeout: .seconds(wait))
        return try .json(shown(job))
    }

    func listJobPackages(_ request: HTTPRequest) async throws -> HTTPResponse {
        let id = try await jobs.job(request.parameters["id"]).id
        let query = try request.query(JobPackageQuery.self)
        let record = RefreshRecord(database: application.database, job: id)
        return try await list(request, query, named: "\(id)-packages", at: { APIPath.packages(ofJob: id, $0) }) {
            query in
            let list = ListPage(query.page, of: "jobs/\(id)/packages", query)
            let found = try await record.packages(
                query.outcomes,
                search: query.search,
                limit: list.limit + 1,
                after: list.packagePlace?.name
            )
            let counts = try await counts(of: list) {
                ["": try await record.count(query.outcomes, search: query.search)]
            }
            return list.filled(
                with: found,
                of: counts.values.reduce(0, +),
                placing: { CatalogPlace(key: 0, name: $0.name) },
                JobPackage.init
            )
        }
    }

    /// Says that there is no such type, or that this is a job, which is not started.
    func startJob(_ request: HTTPRequest) async throws -> HTTPResponse {
        let type = request.parameters["type"]
        guard !Jobs.Job.isID(type) else {
            let allow = "GET, HEAD, OPTIONS"
            throw HTTPServerError(.methodNotAllowed, "a job takes \(allow), not POST", fields: [.allow: allow])
        }
        return try await start(type, request)
    }

    func startJob(of type: String, _ request: HTTPRequest) async throws -> HTTPResponse {
        try await start(type == BrokenScan.path ? BrokenScan.type : type, request)
    }

    func cancelJob(_ request: HTTPRequest) async throws -> HTTPResponse {
        _ = try await request.members(allowing: [])
        let job = try await jobs.cancel(request.parameters["id"], initiator: request.initiator)
        if job.type == ImportStage.type, job.state == .cancelled, let path = job.parameters["path"]?.stringValue {
            let repository = try application.repository(job.repository)
            let root = repository.configuration.storage
            try? await repository.lane.away { try Upload.discard(AbsolutePath(path), of: root) }
        }
        return try accepted(job)
    }

    func retryJob(_ request: HTTPRequest) async throws -> HTTPResponse {
        _ = try await request.members(allowing: [])
        let wait = try request.query(JobWaitQuery.self).wait
        let key = try await StartKey(of: request)
        let job = try await jobs.retry(request.parameters["id"], initiator: request.initiator, under: key)
        return try await started(job, wait: wait)
    }

    /// Starts the job that a request describes.
    func start(_ type: String, _ request: HTTPRequest) async throws -> HTTPResponse {
        let kind = try jobs.kind(type)
        let (query, texts) = try request.query(StartQuery.self, beside: kind.queryMembers)
        var members = try await request.members(allowing: [.text("repository")] + kind.members)
        let named = members.removeText("repository")
        let repository = try repository(
            named ?? (query.repository == nil ? kind.stand(in: application) : nil),
            query.repository
        )
        for member in kind.members where kind.queryMembers.contains(member.name) {
            guard let text = texts[member.name] else { continue }
            let value = member.value(ofQuery: text)
            guard members.remove(member.name) ?? value == value else { throw Self.contradiction(in: member.name) }
            members.append((member.name, value))
        }
        return try await start(type, repository, .object(members), for: request, wait: query.wait)
    }

    /// The repository that body or query name; both may, if they agree.
    func repository(_ body: String?, _ query: String?) throws -> Repository {
        if let body, let query, body != query {
            throw RequestRefusal(member: "repository", "The body names \(body) and the query \(query).")
        }
        return try body == nil && query != nil ? repository(inQuery: query) : application.repository(body)
    }

    /// The repository that a query names, or the only one; a mistake is one of the query.
    func repository(inQuery name: String?) throws -> Repository {
        do {
            return try application.repository(name)
        } catch let refusal as RequestRefusal {
            throw refusal.inQuery
        }
    }

    /// Refuses a filter that names a repository which is not configured: an empty list would look like an answer.
    func requireKnown(_ repository: String?) throws {
        if let repository { _ = try self.repository(inQuery: repository) }
    }

    private func requireKnown(type: String?) throws {
        let known = application.jobKinds.map(\.name).sorted()
        guard let type, !known.contains(type) else { return }
        throw RequestRefusal(
            member: "type",
            "There is no type of job \"\(type)\"; there are \(known.joined(separator: ", "))."
        ).inQuery
    }

    private static func contradiction(in member: String) -> RequestRefusal {
        RequestRefusal(member: member, "Body and query give different values for \(member).")
    }

    private func shown(_ job: Jobs.Job) -> API.Job { API.Job(job, now: application.clock.now()) }

    /// 202, with the job and where it is to be found.
    func accepted(_ job: Jobs.Job, _ status: HTTPStatus = .accepted) throws -> HTTPResponse {
        try .json(shown(job), status, fields: [.location: APIPath.job(job.id)])
    }
}

extension JobKind {
    /// The name that stands for all repositories, where a job is about no single one.
    fileprivate func stand(in application: Application) -> String? { isOfRepository ? nil : application.standIn }
}

extension JobFilter {
    /// What a query asks for.
    fileprivate init(_ query: JobQuery) {
        self.init(
            states: Set(query.states),
            type: query.type,
            repository: query.repository,
            initiator: query.initiator,
            parent: query.parent,
            since: query.since,
            search: query.search
        )
    }
}

extension [(String, JSONValue)] {
    /// Takes a member out.
    mutating func remove(_ name: String) -> JSONValue? {
        firstIndex { $0.0 == name }.map { remove(at: $0).1 }
    }

    /// Takes a member out; its text, if it is one.
    mutating func removeText(_ name: String) -> String? { remove(name)?.stringValue }
}
