import HTTPMessages
import JSON
import Logging
import Persistence
import TestSupport
import Testing

@testable import App

@Suite("The API without a server", .temporaryDirectory)
struct InProcessAPITests {
    @Test("what is known can be read; what needs somebody to run it is 503")
    func answers() async throws {
        let application = try await Station.application(["npm"], logger: Logger(label: "test", sink: .none))
        let api = try InProcessAPI(application)
        let jobs = try await api.answer(.GET, "/jobs")
        #expect(jobs.status == .ok)
        #expect(try JSONValue(parsing: jobs.body) == ["items": [], "next_cursor": nil])
        let refused = try await api.answer(.POST, "/jobs/collect", fields: [.contentType: "application/json"], body: [])
        #expect(refused.status == .serviceUnavailable)
        #expect(try JSONValue(parsing: refused.body)["code"] == "unavailable")
        #expect(try await api.answer(.GET, "/artifacts/x").status == .notFound)
        try await application.database.close()
    }
}
