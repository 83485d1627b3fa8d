import Persistence
import SQLite
import Testing
import Trees

@testable import Npm

@Suite("How lists are asked for")
struct ListQueriesTests {
    private func plan(of query: String) async throws -> [String] {
        let database = try await Database(.memory)
        return try await database.read { connection in
            let nothing = [SQLValue](repeating: .null, count: (1...6).last { query.contains("?\($0)") } ?? 0)
            return try connection.fetchAll("EXPLAIN QUERY PLAN \(query)", nothing) { $0.text(3) }
        }
    }

    @Test(
        "a list looks for the files of each package by its name",
        arguments: CatalogOrder.allCases,
        [true, false]
    )
    func list(order: CatalogOrder, isReversed: Bool) async throws {
        let files = try await plan(of: ListQueries.packages(order, isReversed: isReversed)).filter {
            $0.contains(" files ")
        }
        #expect(files == ["SEARCH files USING INDEX files_by_package (repository=? AND package=?) LEFT-JOIN"])
    }

    @Test("one package is found by its name, and its files by that")
    func package() async throws {
        let steps = try await plan(of: ListQueries.package)
        #expect(steps.contains("SEARCH packages USING PRIMARY KEY (repository=? AND name=?)"))
        #expect(steps.contains { $0.contains("files_by_package (repository=? AND package=?)") })
        #expect(try await plan(of: ListQueries.files).contains { $0.contains("files_by_package (repository=?") })
    }

    @Test("the totals read every package and every file once")
    func scopes() async throws {
        let steps = try await plan(of: ListQueries.scopes)
        #expect(steps.count { $0.hasPrefix("SEARCH packages ") } == 1)
        #expect(steps.count { $0.hasPrefix("SEARCH files ") } == 1)
    }
}
