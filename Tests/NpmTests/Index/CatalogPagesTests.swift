import Persistence
import Posix
import SQLite
import TestSupport
import Testing
import Time
import Transfer

@testable import Npm
@testable import Trees

@Suite("Pages of packages while these change", .memoryDirectory)
struct CatalogPagesTests {
    private static let names = (1...9).map { "p\($0)" }

    /// Packages of which each has more of everything than the one before: bytes, versions, findings, and later changes.
    private func database(_ place: Database.Location = .memory) async throws -> Database {
        let database = try await Database(place)
        try await database.write { connection in
            for (number, name) in Self.names.enumerated() {
                try Self.put(name, weight: Int64(number + 1) * 10, connection)
                for finding in 0...number { try Self.report("\(name)/\(finding)", of: name, connection) }
            }
        }
        return database
    }

    private func catalog(_ database: Database, _ memory: CatalogMemory = CatalogMemory()) -> StorageCatalog {
        StorageCatalog(NpmIndex(database: database, repository: "npm"), memory)
    }

    private static func put(_ name: String, weight: Int64, _ connection: Connection) throws {
        try connection.execute(
            """
            INSERT OR REPLACE INTO packages (repository, name, location, device, inode, size, modified, changed, read_at,
                listed, facts, files, bytes, versions)
            VALUES ('npm', ?1, ?1, 1, 1, 1, 1, 1, 1, ?2, X'', 1, ?2, 1)
            """,
            [.text(name), .integer(weight)]
        )
        try connection.execute(
            "INSERT OR REPLACE INTO content_changes VALUES ('npm', ?, ?, 1)",
            [.text(name), .integer(weight)]
        )
    }

    private static func report(_ path: String, of name: String, _ connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO findings (repository, package, path, kind, detail, state, first_seen, last_seen)
            VALUES ('npm', ?, ?, 'mismatch', '', 'open', 1, 1)
            """,
            [.text(name), .text(path)]
        )
    }

    private static func remove(_ name: String, _ connection: Connection) throws {
        try connection.execute("DELETE FROM packages WHERE name = ?", [.text(name)])
    }

    /// Every list there is: each order, each way round, with and without a filter.
    private static let lists = CatalogOrder.allCases.flatMap { order in
        [CatalogFilter(), CatalogFilter(search: "p"), CatalogFilter(hasFindings: true)].flatMap { filter in
            [(order, false, filter), (order, true, filter)]
        }
    }

    @Test("what keeps its place is on one page, whatever comes, goes and changes between two", arguments: lists)
    func changing(order: CatalogOrder, isReversed: Bool, filter: CatalogFilter) async throws {
        let database = try await database()
        let catalog = catalog(database)
        let all = try await catalog.page(filter, order: order, isReversed: isReversed, limit: 99).packages.map(\.name)
        #expect(all == ((order == .name) != isReversed ? Self.names : Self.names.reversed()))
        let first = try await catalog.page(filter, order: order, isReversed: isReversed, limit: 3)
        #expect(first.packages.map(\.name) == Array(all[..<3]))
        // Of those that were shown one goes, the last one at that; of those to come one goes, and one comes right behind.
        let (shown, coming) = (all[2], all[4])
        let new = all[3] + "x"
        let weight = Int64((Self.names.firstIndex(of: all[3]) ?? 0) + 1) * 10
        try await database.write { connection in
            for name in [shown, coming] { try Self.remove(name, connection) }
            try Self.put(new, weight: weight, connection)
            for finding in 0..<weight / 10 { try Self.report("\(new)/\(finding)", of: new, connection) }
        }
        var (rest, place) = ([String](), first.end)
        while let next = place {
            let page = try await catalog.page(filter, order: order, isReversed: isReversed, limit: 2, after: next)
            (rest, place) = (rest + page.packages.map(\.name), page.end)
        }
        #expect(Set(rest) == Set(all[3...] + [new]).subtracting([coming]))
        #expect(rest.count == Set(rest).count)
        #expect(rest.filter { $0 != new } == all[3...].filter { $0 != coming })
        #expect(try await catalog.count(filter) == 8)
    }

    @Test("a write that was answered is in the next answer, whoever wrote", arguments: [false, true])
    func fresh(isElsewhere: Bool) async throws {
        let path = Database.Location.file(try AbsolutePath("\(TemporaryDirectory.current)/data.sqlite"))
        let database = try await database(path)
        let writer = isElsewhere ? try await Database(path) : database
        let catalog = catalog(database)
        let wrong = CatalogFilter(hasFindings: true)
        for (number, name) in Self.names.enumerated() {
            #expect(try await catalog.count() == 9 + number)
            #expect(try await catalog.count(wrong) == 9 - number)
            #expect(try await catalog.page(order: .findings, limit: 1).packages.first?.name == "p9")
            try await writer.write { connection in
                try Self.put("\(name)-new", weight: 1000 + Int64(number), connection)
                try connection.execute("UPDATE findings SET state = 'ignored' WHERE package = ?", [.text(name)])
            }
            let heaviest = try await catalog.page(order: .bytes, limit: 2).packages
            #expect(heaviest.first?.name == "\(name)-new" && heaviest.first?.bytes == 1000 + Int64(number))
            #expect(try await catalog.page(wrong, limit: 99).packages.count == 8 - number)
            #expect(try await catalog.page(wrong, order: .bytes, limit: 99).packages.count == 8 - number)
        }
    }

    @Test("what one list remembers serves the next, of other pages too, and no other repository")
    func remembered() async throws {
        let (database, memory) = (try await database(), CatalogMemory())
        _ = try await catalog(database, memory).page(order: .bytes, limit: 1)
        let revision = try await database.revision()
        let ordering = { (repository: String, order: CatalogOrder) in
            memory.orderings.value(.init(CatalogFilter(), order, in: repository), at: revision)
        }
        #expect(ordering("npm", .bytes)?.map(\.name) == Self.names.reversed())
        #expect(ordering("npm", .versions) == nil && ordering("other", .bytes) == nil)
        #expect(try await catalog(database, memory).count() == 9)
        #expect(memory.totals.value("npm", at: revision) == 9)
        try await database.write { try Self.remove("p1", $0) }
        #expect(memory.totals.value("npm", at: try await database.revision()) == nil)
    }

    @Test("places are compared by their bytes, as SQLite does")
    func bytes() async throws {
        let database = try await Database(.memory)
        // Composed and decomposed, which Swift holds for one text; and a sign that UTF-16 sorts before others.
        let names = ["\u{E9}", "e\u{301}", "\u{FF5E}", "\u{1F600}", "e", "z"]
        try await database.write { connection in for name in names { try Self.put(name, weight: 5, connection) } }
        let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { Array($0.utf8) }
        for order in CatalogOrder.allCases {
            var (found, place) = ([[UInt8]](), CatalogPlace?.none)
            repeat {
                let page = try await catalog(database).page(CatalogFilter(), order: order, limit: 1, after: place)
                (found, place) = (found + page.packages.map { Array($0.name.utf8) }, page.end)
            } while place != nil
            #expect(found == sorted, "\(order)")
        }
    }
}
