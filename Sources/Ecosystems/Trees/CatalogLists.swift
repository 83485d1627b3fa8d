package import Persistence
import SQLite
import Spooling
import Time

/// The packages of one repository in lists, whatever tables its ecosystem keeps them in.
///
/// By name each page is found through the index, however many come before it. All other lists are put in order once, and
/// the order is remembered for as long as nothing is committed to the database.
package struct CatalogLists: Sendable {
    private let database: Database
    private let repository: String
    private let queries: CatalogQueries
    private let memory: CatalogMemory

    package init(database: Database, repository: String, queries: CatalogQueries, memory: CatalogMemory) {
        self.database = database
        self.repository = repository
        self.queries = queries
        self.memory = memory
    }

    func page(
        _ filter: CatalogFilter,
        order: CatalogOrder,
        isReversed: Bool,
        limit: Int,
        after place: CatalogPlace?
    ) async throws -> CatalogPage {
        guard order == .name, filter == CatalogFilter() else {
            return try await orderedPage(filter, order, isReversed: isReversed, limit: limit, after: place)
        }
        return try await pageByName(isReversed: isReversed, limit: limit, after: place)
    }

    func count(_ filter: CatalogFilter) async throws -> Int {
        let revision = try await database.revision()
        guard filter == CatalogFilter() else {
            return try await database.read { try ordering(filter, .name, at: revision, $0).count }
        }
        if let total = memory.totals.value(repository, at: revision) { return total }
        return try await database.read { connection in
            let total = try connection.fetchOne(queries.count, [.text(repository)]) { Int($0.integer(0)) } ?? 0
            memory.totals.keep(total, for: repository, at: revision, cost: 1)
            return total
        }
    }

    func package(_ name: String) async throws -> CatalogPackage? {
        try await database.read { try find(name, $0) }
    }

    private func pageByName(isReversed: Bool, limit: Int, after place: CatalogPlace?) async throws -> CatalogPage {
        let query = queries.byName(isReversed: isReversed, isContinued: place != nil)
        // One more than fits tells whether others follow.
        let limit = min(limit, .max - 1)
        let arguments: [SQLValue] = [.text(repository), (place?.name).sqlValue, .integer(Int64(limit + 1))]
        var found = try await database.read { try $0.fetchAll(query, arguments) { CatalogPackage(row: $0) } }
        guard found.count > limit else { return CatalogPage(packages: found, end: nil) }
        found.removeLast()
        return CatalogPage(packages: found, end: found.last.map { CatalogPlace(key: 0, name: $0.name) })
    }

    private func orderedPage(
        _ filter: CatalogFilter,
        _ order: CatalogOrder,
        isReversed: Bool,
        limit: Int,
        after place: CatalogPlace?
    ) async throws -> CatalogPage {
        let revision = try await database.revision()
        return try await database.read { connection in
            let ordering = try ordering(filter, order, at: revision, connection)
            let (places, isLast) = ordering.page(after: place, isReversed: isReversed, limit: limit)
            // One that went since the order was made is left out.
            let packages = try places.compactMap { try find($0.name, connection) }
            return CatalogPage(packages: packages, end: isLast ? nil : places.last)
        }
    }

    /// Where the packages stand that a filter lets through.
    ///
    /// Who waited for the connection while another made the order finds it made.
    private func ordering(
        _ filter: CatalogFilter,
        _ order: CatalogOrder,
        at revision: DatabaseRevision,
        _ connection: Connection
    ) throws -> SpooledList<CatalogPlace> {
        let key = CatalogMemory.Ordering(filter, order, in: repository)
        if let known = memory.orderings.value(key, at: revision) { return known }
        let ordering = try SpooledList<CatalogPlace>.build { places in
            try connection.forEach(queries.places(in: order), filter.arguments(in: repository)) { row in
                try places.append(CatalogPlace(key: row.integer(1), name: row.text(0)))
            }
        }
        memory.orderings.keep(ordering, for: key, at: revision, cost: 1)
        return ordering
    }

    private func find(_ name: String, _ connection: Connection) throws -> CatalogPackage? {
        try connection.fetchOne(queries.package, [.text(repository), .text(name)]) { CatalogPackage(row: $0) }
    }
}

extension CatalogPackage {
    /// Reads name, versions, files, bytes, updated and findings.
    fileprivate init(row: Row) {
        self.init(
            name: row.text(0),
            versions: Int(row.integer(1)),
            files: Int(row.integer(2)),
            bytes: row.integer(3),
            updated: Moment(milliseconds: row.integer(4)),
            findings: Int(row.integer(5))
        )
    }
}
