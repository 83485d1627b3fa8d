import API
import HTTPMessages
import HTTPServer
import Jobs
import Time

extension Routes {
    func followJobs(_ request: HTTPRequest) async throws -> HTTPResponse {
        let events = try await jobs.events(after: request.lastEventID)
        return ServerSentEvents.response { [clock = application.clock] writer in
            for await event in events { try await writer.send(ServerSentEvent(event, now: clock.now())) }
        }
    }

    /// 204 tells a browser that saw the end, and came back as it always does, to stay away.
    func followJob(_ request: HTTPRequest) async throws -> HTTPResponse {
        let id = request.parameters["id"]
        let last = request.lastEventID
        if last != nil, try await jobs.job(id).state.isFinished, try await hasSeenAll(of: id, upTo: last) {
            return HTTPResponse(.noContent)
        }
        let events = try await jobs.events(after: last, job: id)
        return ServerSentEvents.response { [clock = application.clock] writer in
            for await event in events {
                try await writer.send(ServerSentEvent(event, now: clock.now()))
                if event.kind == .end { return }
            }
        }
    }

    /// The events of a job that has ended come at once, so that the first of them can be looked at.
    private func hasSeenAll(of id: String, upTo last: Int64?) async throws -> Bool {
        for await event in try await jobs.events(after: last, job: id) { return event.kind == .end }
        return true
    }
}

extension ServerSentEvent {
    fileprivate init(_ event: Jobs.JobEvent, now: Moment) throws {
        let value = API.JobEvent(event, now: now)
        self.init(
            id: "\(value.sequence)",
            name: value.kind.rawValue,
            data: String(decoding: try APICoding.encode(value), as: UTF8.self)
        )
    }
}
