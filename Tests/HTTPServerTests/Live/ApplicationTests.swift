import HTTPMessages
import HTTPServer
import Posix
import TestSupport
import Testing

/// An application as the product puts one together: middleware around a router, pages, an upload.
@Suite("An application", .temporaryDirectory)
struct ApplicationTests {
    private static let problems = ErrorResponses(
        handlerError: { error, request in
            let status = (error as? HTTPServerError)?.status ?? .internalServerError
            return HTTPResponse(status, .problem, Array("\(status.code) \(request.target.raw)".utf8))
        },
        refusal: { HTTPResponse($0.status, .problem, Array("\($0.status.code)".utf8)) }
    )

    private func responder() throws -> Responder {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try AtomicFile.write(Array("<!doctype html>".utf8), to: RelativePath("index.html"), in: folder)
        let pages = StaticFiles(folder)
        var router = Router()
        router.on(.GET, "/") { try pages.respond(to: $0, path: "index.html") }
        router.on(.GET, "/assets/{path...}") { try pages.respond(to: $0, path: $0.parameters["path"]) }
        router.on(.POST, "/imports", bodyLimit: 10) { request in
            HTTPResponse(.created, .plainText, try await request.body.collect())
        }
        let routes = router
        let guarded = CrossSiteGuard(hosts: ["plant-7"]).wrapping { try await routes.respond(to: $0) }
        return SecurityHeaders().wrapping(Self.problems.wrapping(guarded))
    }

    private func exchange(_ text: String) async throws -> String {
        let received = Received()
        try await LiveServer.with(errors: Self.problems, responder()) { (live) async throws in
            await received.set(try await live.exchange(text))
        }
        return await received.text
    }

    @Test("a page is served with its policy and not sent twice")
    func page() async throws {
        let text = try await exchange(.get("/"))
        #expect(text.statusCode == 200 && text.messageBody == "<!doctype html>")
        #expect(text.contains("\r\nContent-Security-Policy: default-src 'none'; script-src 'self'"))
        let tag = try #require(text.components(of: "\r\nETag: ").last?.prefix { $0 != "\r\n" })
        let again = try await exchange(.get("/assets/index.html", "If-None-Match: \(tag), \"x\"\r\n"))
        // The file was written anew for this server, so its tag is another one.
        #expect(again.statusCode == 200)
    }

    @Test(
        "errors are problems with the same headers as everything else",
        arguments: [
            (String.get("/nothing"), 404),
            (String.get("/assets/../x"), 400),
            (String.get("/assets/%2e%2e%2fx"), 400),
            (String.get("/assets/.hidden"), 404),
            (String.post("/imports", "12345678901"), 413),
            (String.post("/", ""), 405),
            (String.post("/imports", "1", "Sec-Fetch-Site: cross-site\r\n"), 403),
            (String.post("/imports", "1", "Origin: http://evil.example\r\n"), 403),
            ("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 421),
        ]
    )
    func problems(request: String, code: Int) async throws {
        let text = try await exchange(request)
        #expect(text.statusCode == code)
        #expect(text.contains("\r\nContent-Type: application/problem+json\r\n"))
        #expect(text.messageBody.hasPrefix("\(code)"))
        if code == 405 { #expect(text.contains("\r\nAllow: GET, HEAD, OPTIONS\r\n")) }
        if code != 400 { #expect(text.contains("\r\nX-Content-Type-Options: nosniff\r\n")) }
    }

    @Test(
        "the right hosts and origins may change something",
        arguments: ["localhost", "127.0.0.1:8470", "plant-7", "PLANT-7:80"]
    )
    func allowed(host: String) async throws {
        let fields = "Host: \(host)\r\nOrigin: http://\(host)\r\nContent-Length: 3\r\nConnection: close\r\n"
        let text = try await exchange("POST /imports HTTP/1.1\r\n\(fields)\r\nabc")
        #expect(text.statusCode == 201 && text.messageBody == "abc")
    }

    private actor Received {
        private(set) var text = ""

        func set(_ text: String) { self.text = text }
    }
}
