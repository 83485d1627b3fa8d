import HTTPMessages
import HTTPServer
import Testing

@Suite("The router")
struct RouterTests {
    /// A router whose handlers say which route they are and what was captured.
    private static let router: Router = {
        var router = Router()
        let routes: [(HTTPMethod, String, [String])] = [
            (.GET, "/", []),
            (.GET, "/packages", []),
            (.GET, "/packages/{name...}", ["name"]),
            (.POST, "/packages/{name...}/refresh", ["name"]),
            (.GET, "/jobs/{id}", ["id"]),
            (.GET, "/jobs/{id}/events", ["id"]),
            (.POST, "/jobs/full-refresh", []),
            (.GET, "/snapshots/{a}/diff/{b}", ["a", "b"]),
            (.GET, "/npm/-/ping", []),
            (.GET, "/npm/-/v1/search", []),
            (.GET, "/npm/", []),
            (.GET, "/npm/{name...}", ["name"]),
            (.GET, "/npm/{name...}/-/{file}", ["name", "file"]),
            (.GET, "/npm/{name...}/{version}", ["name", "version"]),
            (.DELETE, "/imports/{id}", ["id"]),
            (.GET, "/assets/{path...}", ["path"]),
            (.HEAD, "/head", []),
            (.GET, "/head", []),
        ]
        for (method, pattern, names) in routes {
            router.on(method, pattern) { request in
                let captured = names.map { request.parameters[$0] }
                return HTTPResponse(
                    .ok,
                    .plainText,
                    Array(([method.name, pattern] + captured).joined(separator: " ").utf8)
                )
            }
        }
        return router
    }()

    private func answer(_ method: HTTPMethod, _ path: String) async throws -> String {
        let response = try await Self.router.respond(to: HTTPRequest(method, RequestTarget(path)))
        guard case .bytes(let bytes) = response.body else { return response.status.description }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "the most literal route is taken",
        arguments: [
            (.GET, "/", "GET /"),
            (.GET, "/packages?limit=1", "GET /packages"),
            (.GET, "/packages/lodash", "GET /packages/{name...} lodash"),
            (.GET, "/packages/@babel/core", "GET /packages/{name...} @babel/core"),
            (.GET, "/packages/@babel%2Fcore", "GET /packages/{name...} @babel/core"),
            (.GET, "/packages/%40babel%2fcore", "GET /packages/{name...} @babel/core"),
            (.GET, "/packages/refresh", "GET /packages/{name...} refresh"),
            (.GET, "/packages/@scope/refresh", "GET /packages/{name...} @scope/refresh"),
            (.POST, "/packages/@scope/refresh/refresh", "POST /packages/{name...}/refresh @scope/refresh"),
            (.POST, "/packages/lodash/refresh", "POST /packages/{name...}/refresh lodash"),
            (.POST, "/packages/@babel/core/refresh", "POST /packages/{name...}/refresh @babel/core"),
            (.POST, "/jobs/full-refresh", "POST /jobs/full-refresh"),
            (.GET, "/jobs/42/events", "GET /jobs/{id}/events 42"),
            (.GET, "/snapshots/x/diff/y", "GET /snapshots/{a}/diff/{b} x y"),
            (.GET, "/npm/-/ping", "GET /npm/-/ping"),
            (.GET, "/npm/-/v1/search?text=x", "GET /npm/-/v1/search"),
            (.GET, "/npm/", "GET /npm/"),
            (.GET, "/npm/lodash", "GET /npm/{name...} lodash"),
            (.GET, "/npm/@babel/core", "GET /npm/{name...} @babel/core"),
            (.GET, "/npm/@babel%2fcore", "GET /npm/{name...} @babel/core"),
            (.GET, "/npm/lodash/4.17.21", "GET /npm/{name...}/{version} lodash 4.17.21"),
            (.GET, "/npm/@babel/core/7.0.0", "GET /npm/{name...}/{version} @babel/core 7.0.0"),
            (.GET, "/npm/@babel%2Fcore/7.0.0", "GET /npm/{name...}/{version} @babel/core 7.0.0"),
            (.GET, "/npm/lodash/-/lodash-1.0.0.tgz", "GET /npm/{name...}/-/{file} lodash lodash-1.0.0.tgz"),
            (.GET, "/npm/@babel/core/-/core-7.0.0.tgz", "GET /npm/{name...}/-/{file} @babel/core core-7.0.0.tgz"),
            (.GET, "/npm/@babel%2Fcore/-/core-7.0.0.tgz", "GET /npm/{name...}/-/{file} @babel/core core-7.0.0.tgz"),
            (.GET, "/assets/js/pages/jobs.js", "GET /assets/{path...} js/pages/jobs.js"),
            (.HEAD, "/jobs/42", "GET /jobs/{id} 42"),
            (.HEAD, "/head", "HEAD /head"),
            (.GET, "/head", "GET /head"),
        ] as [(HTTPMethod, String, String)]
    )
    func routes(method: HTTPMethod, path: String, expected: String) async throws {
        #expect(try await answer(method, path) == expected)
    }

    @Test(
        "what no route fits is 404",
        arguments: [
            "/nothing", "/packages/", "/packages//refresh", "//packages", "/npm//", "/packages/@scope", "/jobs/42/",
            "/jobs/", "/assets/", "/PACKAGES", "/snapshots/x/diff", "/jobs/42/events/1",
        ]
    )
    func missing(path: String) async throws {
        let error = await #expect(throws: HTTPServerError.self) { try await answer(.GET, path) }
        #expect(error?.code == .notFound)
    }

    @Test(
        "a method that a path does not have is 405 with those it has",
        arguments: [
            (.POST, "/packages", "GET, HEAD, OPTIONS"),
            (.GET, "/imports/1", "DELETE, OPTIONS"),
            (.DELETE, "/jobs/full-refresh", "OPTIONS, POST"),
            (.GET, "/jobs/full-refresh", "OPTIONS, POST"),
            (.GET, "/packages/lodash/refresh", "OPTIONS, POST"),
            (HTTPMethod("get"), "/packages", "GET, HEAD, OPTIONS"),
            (HTTPMethod("BREW"), "/", "GET, HEAD, OPTIONS"),
            (.TRACE, "/", "GET, HEAD, OPTIONS"),
            (.POST, "/packages/@scope/refresh", "GET, HEAD, OPTIONS"),
        ] as [(HTTPMethod, String, String)]
    )
    func otherMethods(method: HTTPMethod, path: String, allow: String) async throws {
        let error = await #expect(throws: HTTPServerError.self) { try await answer(method, path) }
        #expect(error?.code == .methodNotAllowed)
        #expect(error?.fields[.allow] == allow)
    }

    @Test(
        "OPTIONS is answered for a path and for the server",
        arguments: [
            ("/jobs/1", "GET, HEAD, OPTIONS"), ("/packages/a/refresh", "OPTIONS, POST"),
            ("/jobs/full-refresh", "OPTIONS, POST"), ("/packages/@a/refresh", "GET, HEAD, OPTIONS"),
            ("*", "DELETE, GET, HEAD, OPTIONS, POST"),
        ]
    )
    func options(path: String, allow: String) async throws {
        let response = try await Self.router.respond(to: HTTPRequest(.OPTIONS, RequestTarget(path)))
        #expect(response.status == .noContent)
        #expect(response.fields[.allow] == allow)
    }

    @Test("what is not listed answers, and no path is said to have it")
    func unlisted() async throws {
        var router = Router()
        router.on(.GET, "/jobs/{id}") { _ in HTTPResponse(.ok) }
        router.on(.POST, "/jobs/{type}", isListed: false) { _ in HTTPResponse(.unprocessableContent) }
        router.on(.POST, "/jobs/collect") { _ in HTTPResponse(.accepted) }
        for (method, path, status) in [
            (.POST, "/jobs/collect", .accepted), (.POST, "/jobs/colect", .unprocessableContent),
            (.GET, "/jobs/colect", .ok),
        ] as [(HTTPMethod, String, HTTPStatus)] {
            #expect(try await router.respond(to: HTTPRequest(method, RequestTarget(path))).status == status, "\(path)")
        }
        let options = try await router.respond(to: HTTPRequest(.OPTIONS, RequestTarget("/jobs/1")))
        #expect(options.fields[.allow] == "GET, HEAD, OPTIONS")
        let error = await #expect(throws: HTTPServerError.self) {
            try await router.respond(to: HTTPRequest(.PUT, RequestTarget("/jobs/1")))
        }
        #expect(error?.fields[.allow] == "GET, HEAD, OPTIONS")
    }

    @Test(
        "a body beyond the route's limit is refused before the handler runs",
        arguments: [(0, 0, true), (0, 1, false), (3, 3, true), (3, 4, false)]
    )
    func bodyLimit(limit: Int64, count: Int, passes: Bool) async throws {
        var router = Router()
        router.on(.POST, "/", bodyLimit: limit) { _ in HTTPResponse(.ok) }
        let request = try HTTPRequest(.POST, RequestTarget("/"), body: [UInt8](repeating: 0, count: count))
        if passes {
            #expect(try await router.respond(to: request).status == .ok)
        } else {
            let error = await #expect(throws: HTTPServerError.self) { try await router.respond(to: request) }
            #expect(error?.code == .bodyTooLarge)
        }
    }

    @Test("a path of thousands of segments is no burden")
    func deep() async throws {
        let path = String(repeating: "/a", count: 4000)
        #expect(try await answer(.GET, "/npm\(path)/-/f").hasSuffix(" f"))
        let error = await #expect(throws: HTTPServerError.self) { try await answer(.POST, "/packages\(path)") }
        #expect(error?.code == .methodNotAllowed)
    }
}
