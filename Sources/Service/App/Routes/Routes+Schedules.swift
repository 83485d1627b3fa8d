import API
import HTTPMessages
import HTTPServer
import JSON
import Jobs
import Requests

extension Routes {
    private static let shownRuns = 5

    func listSchedules(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(ListQuery<API.Schedule>.self)
        try requireKnown(query.repository)
        return try await list(request, query, named: "schedules", at: APIPath.schedules) { query in
            var all: [API.Schedule] = []
            for schedule in try await schedules.schedules() { all.append(try await shown(schedule)) }
            return try ListPage(query.page, of: "schedules", query).cut(all, as: query)
        }
    }

    func showSchedule(_ request: HTTPRequest) async throws -> HTTPResponse {
        let schedule = try await schedules.schedule(request.parameters["id"])
        let response = try await HTTPResponse.json(shown(schedule))
        guard case .bytes(let bytes) = response.body else { return response }
        return try response.kept(by: schedule.entityTag(of: bytes), for: request)
    }

    func createSchedule(_ request: HTTPRequest) async throws -> HTTPResponse {
        let wanted = try ScheduleRequest(await request.members(allowing: ScheduleRequest.members))
        let definition = try wanted.definition(on: application.repository(wanted.repository).name)
        let schedule = try await schedules.add(
            definition,
            isPaused: wanted.paused ?? false,
            isDryRun: wanted.dryRun ?? false,
            initiator: request.initiator
        )
        if wanted.dryRun ?? false { return try await .json(Tried(shown(schedule), isDryRun: true)) }
        jobs.noteChange(of: .schedules)
        return try await answer(schedule, .created, fields: [.location: APIPath.schedule(schedule.id)])
    }

    func changeSchedule(_ request: HTTPRequest) async throws -> HTTPResponse {
        let wanted = try ScheduleRequest(await request.members(allowing: ScheduleRequest.members))
        if let name = wanted.repository { _ = try application.repository(name) }
        let schedule = try await schedules.change(
            request.parameters["id"],
            if: request.wantedSchedule,
            isDryRun: wanted.dryRun ?? false,
            initiator: request.initiator
        ) { old in (try wanted.changing(old.definition), wanted.paused ?? old.isPaused) }
        if wanted.dryRun ?? false { return try await .json(Tried(shown(schedule), isDryRun: true)) }
        jobs.noteChange(of: .schedules)
        return try await answer(schedule)
    }

    func deleteSchedule(_ request: HTTPRequest) async throws -> HTTPResponse {
        let isDryRun = try request.query(DryRunQuery.self).isDryRun
        try await schedules.remove(
            request.parameters["id"],
            if: request.wantedSchedule,
            isDryRun: isDryRun,
            initiator: request.initiator
        )
        guard !isDryRun else { return try .json(Deletion(of: request.parameters["id"], files: [])) }
        jobs.noteChange(of: .schedules)
        return HTTPResponse(.noContent)
    }

    func runSchedule(_ request: HTTPRequest) async throws -> HTTPResponse {
        let members = try await request.members(allowing: [.flag("dry_run")])
        let wait = try request.query(JobWaitQuery.self).wait
        guard members.first?.1.boolValue != true else {
            let schedule = try await schedules.runnable(request.parameters["id"])
            return try await .json(Tried(shown(schedule), isDryRun: true))
        }
        let key = try await StartKey(of: request)
        let job = try await schedules.run(request.parameters["id"], initiator: request.initiator, under: key)
        return try await started(job, wait: wait)
    }

    private func answer(
        _ schedule: Jobs.Schedule,
        _ status: HTTPStatus = .ok,
        fields: HTTPFields = [:]
    ) async throws -> HTTPResponse {
        var response = try await HTTPResponse.json(shown(schedule), status, fields: fields)
        if case .bytes(let bytes) = response.body {
            response.fields[.etag] = schedule.entityTag(of: bytes).description
        }
        return response
    }

    private func shown(_ schedule: Jobs.Schedule) async throws -> API.Schedule {
        let last: API.Schedule.StartedJob? =
            if let id = schedule.lastJob {
                try await API.Schedule.StartedJob(id: id, state: jobs.job(id).state)
            } else {
                nil
            }
        return API.Schedule(
            schedule,
            nextRuns: await schedules.nextRuns(of: schedule, count: Self.shownRuns),
            lastJob: last
        )
    }
}

extension HTTPRequest {
    /// Whether a schedule is as the client saw it last, where it says how (RFC 9110 §13.1.1).
    fileprivate var wantedSchedule: @Sendable (Jobs.Schedule) -> Bool {
        guard let condition = EntityTagCondition(.ifMatch, in: fields) else { return { _ in true } }
        return { schedule in
            condition.isMet(by: schedule.revisionTag) { given, now in
                // Since then it may have run, which changes what is shown of it, and not what was decided about it.
                !given.isWeak && given.opaque.split(separator: "-").first == now.opaque[...]
            }
        }
    }
}

extension Jobs.Schedule {
    /// Changes when it is changed, but not when it runs.
    fileprivate var revisionTag: EntityTag { EntityTag("r\(revision)") }

    /// Begins with the revision, and changes with whatever is shown of it.
    fileprivate func entityTag(of bytes: [UInt8]) -> EntityTag { EntityTag(of: bytes, after: "r\(revision)-") }
}
