import API
import HTTPMessages
import HTTPServer
import JSON
import Jobs

extension Routes {
    /// Answers a request that came before under the same `Idempotency-Key` with the job that it started then, before
    /// anything of it is weighed anew.
    func once(_ respond: @escaping Responder, at route: APIRoute) -> Responder {
        guard route.startsJob else { return respond }
        return { request in
            guard request.fields.contains(.idempotencyKey) else { return try await respond(request) }
            let whole = request.holding(try await request.body.collect())
            guard let key = try await StartKey(of: whole), let job = try await jobs.job(startedUnder: key) else {
                return try await respond(whole)
            }
            var reader = QueryReader(whole.target.query, allowed: whole.target.query.map(\.name))
            let wait = JobWaitQuery(from: &reader).wait
            try reader.end()
            return try await started(job, wait: wait)
        }
    }

    /// Starts a job, and waits for its end as long as is asked.
    func start(
        _ type: String,
        _ repository: Repository,
        _ parameters: JSONValue,
        for request: HTTPRequest,
        wait: Int
    ) async throws -> HTTPResponse {
        let key = try await StartKey(of: request)
        return try await started(enqueue(type, repository, parameters, for: request, under: key), wait: wait)
    }

    /// 200 with a job that ended while somebody waited for it; else 202 with the job, and with where it is to be found.
    func started(_ job: Jobs.Job, wait: Int) async throws -> HTTPResponse {
        guard wait > 0 else { return try accepted(job) }
        let later = try await jobs.wait(job.id, timeout: .seconds(wait))
        return try accepted(later, later.state.isFinished ? .ok : .accepted)
    }

    /// Makes a job for whoever asks by the API.
    func enqueue(
        _ type: String,
        _ repository: Repository,
        _ parameters: JSONValue,
        for request: HTTPRequest,
        under key: StartKey? = nil
    ) async throws -> Jobs.Job {
        try await jobs.enqueue(
            type: type,
            repository: repository.name,
            parameters: parameters,
            initiator: request.initiator,
            under: key
        )
    }
}
