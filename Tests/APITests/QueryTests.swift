import API
import HTTPMessages
import Jobs
import Requests
import Testing
import Time
import Transfer
import Trees

@Suite("Queries")
struct QueryTests {
    private func items(_ query: String) throws -> QueryItems {
        try QueryItems(parsing: Array(query.utf8)[...])
    }

    private func refusal<Query: APIQuery>(_ type: Query.Type, _ query: String) throws -> RequestRefusal {
        do {
            _ = try Query(items(query))
        } catch let error as RequestRefusal {
            return error
        }
        throw Accepted()
    }

    struct Accepted: Error {}

    @Test("a list of packages is asked for with everything")
    func packages() throws {
        let text =
            "q=react%20dom&repository=npm&changed_since=2026-11-21T01:30:00%2B01:00&sort=bytes&limit=500&cursor=a%3D"
        let query = try PackageQuery(items(text))
        #expect(query.search == "react dom")
        #expect(query.repository == "npm")
        #expect(query.changedSince?.description == "2026-11-21T00:30:00.000Z")
        #expect(query.sort == .bytes)
        #expect(query.page == PageQuery(limit: 500, cursor: "a="))
    }

    @Test("what is left out has its usual value")
    func defaults() throws {
        #expect(try PackageQuery(items("")) == PackageQuery())
        #expect(PackageQuery().page.limit == 50)
        #expect(try JobWaitQuery(items("")).wait == 0)
    }

    @Test("states may be given often or as a list", arguments: ["state=queued&state=running", "state=queued,running"])
    func states(text: String) throws {
        #expect(try JobQuery(items(text)).states == [.queued, .running])
    }

    @Test("a mistake is named by its parameter", arguments: mistakes)
    func mistake(text: String, parameter: String, detail: String) throws {
        let errors = try refusal(JobQuery.self, text).errors
        #expect(errors.map(\.parameter) == [parameter])
        #expect(errors.first?.detail.hasPrefix(detail) == true)
    }

    private static let mistakes = [
        ("limit=0", "limit", "a whole number from 1 to 500 is needed"),
        ("limit=501", "limit", "a whole number from 1 to 500 is needed"),
        ("limit=ten", "limit", "a whole number from 1 to 500 is needed"),
        ("limit=", "limit", "it must not be empty"),
        ("limit=5&limit=6", "limit", "it must be given once"),
        ("cursor=", "cursor", "it must not be empty"),
        ("since=yesterday", "since", "a moment of RFC 3339 is needed"),
        ("state=done", "state", "it must be one of queued, blocked,"),
        ("state=queued,", "state", "it must be one of queued, blocked,"),
        ("colour=blue", "colour", "this parameter is not known; known are state, type,"),
        ("=", "", "this parameter is not known"),
    ]

    @Test("every mistake is named, with what was probably meant")
    func everyMistake() throws {
        let errors = try refusal(JobQuery.self, "lmit=5&state=runing&wait=3&since=x").errors
        #expect(errors.map(\.parameter) == ["lmit", "wait", "state", "since"])
        #expect(errors.map(\.suggestion) == ["limit", nil, "running", nil])
    }

    @Test("a search field that was left empty asks for nothing")
    func emptySearch() throws {
        #expect(try PackageQuery(items("q=")) == PackageQuery())
        #expect(try refusal(PackageQuery.self, "q=&q=a").errors.first?.parameter == "q")
    }

    @Test("waiting has a bound", arguments: ["wait=61", "wait=-1", "wait=1.5"])
    func waiting(text: String) throws {
        #expect(try refusal(JobWaitQuery.self, text).errors.count == 1)
    }

    @Test("a query that is written is read again")
    func roundTrips() throws {
        let page = PageQuery(limit: 7, cursor: "a&b=c d")
        try expectRoundTrip(page)
        try expectRoundTrip(
            PackageQuery(search: "é+", repository: "n", changedSince: moment, sort: .updated, page: page)
        )
        try expectRoundTrip(
            JobQuery(states: [.failed, .partial], type: "t", repository: "n", parent: "p", since: moment, page: page)
        )
        try expectRoundTrip(FindingQuery(states: [.open], repository: "n", page: page))
        try expectRoundTrip(ListQuery(repository: "n", page: page))
        try expectRoundTrip(JobWaitQuery(wait: 30))
        try expectRoundTrip(RepositoryQuery(repository: "n"))
    }

    private func expectRoundTrip<Query: APIQuery>(_ query: Query) throws {
        let text = query.pairs.map { "\($0.name)=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
        #expect(try Query(items(text)) == query)
        #expect(query.pairs.map(\.name).sorted() == Query.parameters.sorted())
    }
}
