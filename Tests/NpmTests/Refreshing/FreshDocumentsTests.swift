import Persistence
import TestSupport
import Testing
import Trees

@testable import Npm

@Suite("Documents that a refresh knows to be fresh", .ends)
struct FreshDocumentsTests {
    @Test("are all written once everybody who noted one is back, however many write at once")
    func concurrently() async throws {
        let database = try await Database(.memory)
        try await RefreshTrial.addJob(to: database)
        let record = RefreshRecord(database: database, job: "1")
        let fresh = FreshDocuments(["known"], in: record)
        let names = try (0..<300).map { try PackageName("p\($0)") }
        _ = try await concurrentMap(names, width: 16) { try await fresh.note($0) }
        #expect(try await record.fresh() == Set(names.map(\.string)))
        #expect(try fresh.contains(PackageName("known")) && !fresh.contains(names[0]))
    }
}
