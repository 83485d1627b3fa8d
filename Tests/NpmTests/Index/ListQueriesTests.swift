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

    private static let listed = "packages USING COVERING INDEX packages_listed (repository=?"

    @Test(
        "a page by name reads no more packages than it shows, and begins where the last one ended",
        arguments: [true, false]
    )
    func pages(isReversed: Bool) async throws {
        for isContinued in [true, false] {
            let steps = try await plan(
                of: ListQueries.packages.byName(isReversed: isReversed, isContinued: isContinued)
            )
            let range = isContinued ? " AND name\(isReversed ? "<" : ">")?)" : ")"
            #expect(steps.contains { $0.hasSuffix("\(Self.listed)\(range)") }, "\(steps)")
            #expect(!steps.contains { $0.contains(" files ") || $0.contains("TEMP B-TREE") }, "\(steps)")
        }
    }

    @Test("an order is made of what lists hold, and sorts nothing by name", arguments: CatalogOrder.allCases)
    func orders(order: CatalogOrder) async throws {
        let steps = try await plan(of: ListQueries.packages.places(in: order))
        #expect(steps.contains { $0.contains(Self.listed) } && !steps.contains { $0.contains(" files ") })
        #expect(!steps.contains { $0.contains("MATERIALIZE") || $0.contains("CO-ROUTINE") }, "\(steps)")
        #expect(steps.contains { $0.contains("TEMP B-TREE") } == (order != .name), "\(steps)")
    }

    @Test("packages are counted by their narrowest index, and orphans are found without the others")
    func counts() async throws {
        #expect(try await plan(of: ListQueries.packages.count).contains { $0.contains(Self.listed) })
        let orphans = try await plan(of: ListQueries.orphans)
        #expect(orphans == ["SEARCH files USING INDEX files_orphaned (repository=?)"])
    }

    @Test("one package is found by its name, and its files by that")
    func package() async throws {
        let steps = try await plan(of: ListQueries.packages.package)
        #expect(steps.contains { $0.contains("\(Self.listed) AND name=?)") })
        #expect(try await plan(of: ListQueries.files).contains { $0.contains("files_by_package (repository=?") })
    }

    @Test("the totals read every package once, and no file")
    func scopes() async throws {
        let steps = try await plan(of: ListQueries.scopes)
        #expect(steps.count { $0.hasPrefix("SEARCH packages ") } == 1 && !steps.contains { $0.contains(" files ") })
    }
}
