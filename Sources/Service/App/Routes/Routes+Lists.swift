import API
import HTTPMessages
import HTTPServer
import Persistence
import Requests
import Trees

extension Routes {
    /// The most rows that a table may have.
    static let longestTable = 100_000
    /// So many rows of a table are looked up at once.
    private static let tablePage = 5000
    private static let csv = MediaType("text/csv; charset=utf-8; header=present")

    /// Answers with a page of a list and the address of the next (RFC 8288), or, where the query or `Accept` wants that,
    /// with all of it as a table that a browser saves under `name`.
    func list<Query: PagedQuery, Answer: ListAnswer>(
        _ request: HTTPRequest,
        _ query: Query,
        named name: String,
        at path: (Query) -> String,
        _ find: @escaping @Sendable (Query) async throws -> Answer
    ) async throws -> HTTPResponse where Answer.Item: TableRow {
        guard Self.format(of: request, query) == .csv else {
            let answer = try await find(query)
            var fields: HTTPFields = [.vary: "Accept"]
            if let cursor = answer.nextCursor { fields[.link] = "<\(path(query.page(at: cursor)))>; rel=\"next\"" }
            return try .json(answer, fields: fields)
        }
        return try await table(of: query, named: name, find)
    }

    /// How many items a list has that the database alone holds: counted once, for as long as nothing is committed there.
    func counts(
        of list: ListPage,
        _ count: () async throws -> [String: Int]
    ) async throws -> [String: Int] {
        let revision = try await application.database.revision()
        let key = Array(list.list.utf8)
        if let known = counts.value(key, at: revision) { return known }
        let found = try await count()
        counts.keep(found, for: key, at: revision, cost: 1)
        return found
    }

    /// A list is JSON unless somebody likes a table better.
    private static func format(of request: HTTPRequest, _ query: some PagedQuery) -> ListFormat {
        if let format = query.page.format { return format }
        return AcceptedTypes(request.fields).preferred(among: [.json, csv]) == csv ? .csv : .json
    }

    /// The first rows are looked up before anything is sent, so that what is refused is a problem; the rest follows.
    private func table<Query: PagedQuery, Answer: ListAnswer>(
        of query: Query,
        named name: String,
        _ find: @escaping @Sendable (Query) async throws -> Answer
    ) async throws -> HTTPResponse where Answer.Item: TableRow {
        var query = query
        query.page.limit = Self.tablePage
        let first = try await find(query)
        if let total = first.total, total > Self.longestTable { throw Self.tooLong(total) }
        var response = HTTPResponse(.ok, Self.csv, [])
        response.fields[.cacheControl] = "no-store"
        response.fields[.vary] = "Accept"
        response.fields[.contentDisposition] = "attachment; filename=\"\(name).csv\""
        response.body = .stream { [query] writer in
            try await writer.write(Answer.Item.header)
            var answer = first
            while true {
                try await writer.write(answer.items.flatMap { try $0.line })
                guard let cursor = answer.nextCursor else { return }
                answer = try await find(query.page(at: cursor))
            }
        }
        return response
    }

    private static func tooLong(_ total: Int) -> RequestRefusal {
        RequestRefusal([
            FieldError(
                parameter: "format",
                "the list has \(total) items and a table \(longestTable) rows at most; narrow the list"
            )
        ])
    }
}
