import App
import HTTPMessages
import JSON
import Jobs
import Logging
import Persistence
import SQLite
import Synchronization
import TestSupport
import Testing

@Suite("What the service logs of requests", .temporaryDirectory)
struct RequestLogTests {
    /// Keeps what was logged.
    private final class Recording: Sendable {
        private let events = Mutex<[LogEvent]>([])

        var all: [LogEvent] { events.withLock { $0 } }

        func logger(_ level: LogLevel) -> Logger {
            Logger(label: "test", level: level, sink: LogSink { event in self.events.withLock { $0.append(event) } })
        }
    }

    @Test("each request is a line for whoever wants them all; one that brought an id is one for everybody")
    func access() async throws {
        let recording = Recording()
        try await Station.with(logger: recording.logger(.debug)) { station in
            _ = try await station.get("/livez")
            _ = try await station.get("/packages/zzz?x", [.requestID: "r1"])
        }
        let lines = recording.all.filter { $0.message == "answered" }
        #expect(lines.map(\.level) == [.debug, .info])
        let line = try #require(lines.last)
        #expect(line.fields["target"] == "/packages/zzz?x")
        #expect(line.fields["status"] == "422")
        #expect(line.fields["request_id"] == "r1")
    }

    @Test("what failed on this side is a warning with all that is known, under the id that the client sees")
    func failure() async throws {
        let recording = Recording()
        var id: String?
        try await Station.with(logger: recording.logger(.info)) { station in
            try await station.application.database.write { connection in
                try connection.executeScript("DROP TABLE findings; DROP TABLE files; DROP TABLE packages")
            }
            let answer = try await station.get("/packages")
            #expect(answer.code == "internal-error")
            id = answer.json["request_id"]?.stringValue
        }
        let line = try #require(recording.all.first { $0.message == "a request failed" })
        #expect(line.level == .warning)
        #expect(line.fields["request_id"] == id)
        #expect(line.fields["error"]?.contains("no such table") == true)
        #expect(recording.all.allSatisfy { $0.message != "answered" })
    }

    @Test("each line says to which request it belongs, or to which job, and a request names the job that it started")
    func context() async throws {
        let recording = Recording()
        var id: String?
        try await Station.with(logger: recording.logger(.info)) { station in
            let answer = try await station.send(.POST, "/jobs/collect", [.requestID: "from-ci"])
            id = answer.json["id"]?.stringValue
            _ = try await station.jobs.wait(id ?? "", timeout: .far)
        }
        let answered = try #require(recording.all.first { $0.message == "answered" })
        #expect(answered.fields["request_id"] == "from-ci" && answered.fields["job"] == id)
        let ended = try #require(recording.all.first { $0.message == "a job ended" })
        #expect(ended.fields["job"] == id && ended.fields["request_id"] == nil, "\(ended)")
    }

    @Test("what changes something is a line")
    func changes() async throws {
        let recording = Recording()
        try await Station.with(logger: recording.logger(.info)) { station in
            _ = try await station.post("/jobs/collect", #"{"deap":true}"#)
        }
        #expect(recording.all.first { $0.message == "answered" }?.fields["method"] == "POST")
    }
}
