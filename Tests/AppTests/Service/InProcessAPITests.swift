import HTTPMessages
import JSON
import Jobs
import Logging
import Persistence
import TestSupport
import Testing
import Transfer

@testable import App

@Suite("The API without a server", .temporaryDirectory)
struct InProcessAPITests {
    @Test("what is known can be read; what needs somebody to run it throws")
    func answers() async throws {
        let application = try await Station.application(["npm"], logger: Logger(label: "test", sink: .none))
        let api = try InProcessAPI(application)
        let jobs = try await api.answer(.GET, "/jobs")
        #expect(jobs.status == .ok)
        let list = try JSONValue(parsing: jobs.body)
        #expect(list["items"] == [] && list["next_cursor"]?.isNull == true && list["total"] == 0)
        await #expect(throws: JobError.self) { try await api.answer(.POST, "/jobs/collect") }
        await #expect(throws: TransferError.self) { try await api.answer(.GET, "/artifacts/x") }
        #expect(try await api.answer(.GET, "/packages/zzz").status == .notFound)
        try await application.database.close()
    }
}
