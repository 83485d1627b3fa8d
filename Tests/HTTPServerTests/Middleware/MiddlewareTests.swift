import HTTPMessages
import HTTPServer
import Testing

@Suite("Middleware")
struct MiddlewareTests {
    private static let crossSite = CrossSiteGuard(hosts: ["Plant-7.example"])

    private func status(_ method: HTTPMethod, _ fields: HTTPFields) async throws -> Int {
        let request = try HTTPRequest(method, RequestTarget("/"), fields: fields)
        let responder = Self.crossSite.wrapping { _ in HTTPResponse(.ok) }
        do {
            return try await responder(request).status.code
        } catch let error as HTTPServerError {
            return error.status.code
        }
    }

    @Test(
        "only known names and addresses are served (DNS rebinding)",
        arguments: [
            ("localhost", 200), ("LOCALHOST:8470", 200), ("127.0.0.1:8470", 200), ("[::1]:8470", 200),
            ("10.1.2.3", 200), ("plant-7.example", 200), ("plant-7.example:80", 200), ("evil.example", 421),
            ("localhost.evil.example", 421), ("127.0.0.1.evil.example", 421), ("example", 421),
        ]
    )
    func hosts(host: String, expected: Int) async throws {
        #expect(try await status(.GET, [.host: host]) == expected)
    }

    @Test(
        "another site may read nothing and change nothing",
        arguments: [
            ([:], 200),
            ([.secFetchSite: "same-origin"], 200),
            ([.secFetchSite: "none"], 200),
            ([.secFetchSite: "same-site"], 403),
            ([.secFetchSite: "cross-site"], 403),
            ([.secFetchSite: "nonsense"], 403),
            ([.secFetchSite: "cross-site", .origin: "http://localhost:8470"], 403),
            ([.origin: "http://localhost:8470"], 200),
            ([.origin: "https://localhost:8470"], 200),
            ([.origin: "http://localhost"], 403),
            ([.origin: "http://localhost:8471"], 403),
            ([.origin: "http://evil.example"], 403),
            ([.origin: "http://localhost:8470.evil.example"], 403),
            ([.origin: "null"], 403),
            ([.origin: ""], 403),
        ] as [(HTTPFields, Int)]
    )
    func origins(fields: HTTPFields, expected: Int) async throws {
        var fields = fields
        fields[.host] = "localhost:8470"
        for method in [HTTPMethod.POST, .PUT, .PATCH, .DELETE, HTTPMethod("OTHER")] {
            #expect(try await status(method, fields) == expected)
        }
        for method in [HTTPMethod.GET, .HEAD] { #expect(try await status(method, fields) == 200) }
    }

    @Test("a page gets a strict policy, data a stricter one, and nobody gets CORS")
    func securityHeaders() {
        var page = HTTPResponse(.ok, .html, [])
        var data = HTTPResponse(.ok, .json, [])
        SecurityHeaders().apply(to: &page)
        SecurityHeaders().apply(to: &data)
        #expect(page.fields[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
        #expect(page.fields[.contentSecurityPolicy]?.contains("unsafe") == false)
        #expect(data.fields[.contentSecurityPolicy] == "default-src 'none'; frame-ancestors 'none'")
        for response in [page, data] {
            #expect(response.fields[HTTPFieldName("X-Content-Type-Options")] == "nosniff")
            #expect(response.fields[HTTPFieldName("Referrer-Policy")] == "no-referrer")
            #expect(!response.fields.contains { $0.name.canonical.hasPrefix("access-control") })
        }
    }

    @Test("what is not sent again keeps the policy that it was sent with", arguments: ["f.html", "f.json"])
    func notModified(path: String) throws {
        let files = EmbeddedFiles([path: EmbeddedFiles.File([1], etag: EntityTag("1"))])
        var sent = try files.respond(to: HTTPRequest(.GET, RequestTarget("/")), path: path)
        let again = try HTTPRequest(.GET, RequestTarget("/"), fields: [.ifNoneMatch: "\"1\""])
        var known = try files.respond(to: again, path: path)
        SecurityHeaders().apply(to: &sent)
        SecurityHeaders().apply(to: &known)
        #expect(sent.status == .ok && known.status == .notModified)
        #expect(known.fields[.contentSecurityPolicy] == sent.fields[.contentSecurityPolicy])
    }

    @Test("a policy that a handler chose stays")
    func chosenPolicy() async throws {
        let responder = SecurityHeaders().wrapping { _ in HTTPResponse(.ok, fields: [.contentSecurityPolicy: "x"]) }
        let response = try await responder(HTTPRequest(.GET, RequestTarget("/")))
        #expect(response.fields[.contentSecurityPolicy] == "x")
    }

    @Test("an error becomes a response in one place, with the fields that it needs")
    func errors() async throws {
        struct Unknown: Error {}
        let errors = ErrorResponses(
            handlerError: { error, request in
                let status = (error as? HTTPServerError)?.status ?? .internalServerError
                return HTTPResponse(status, .problem, Array("\(request.target)".utf8))
            },
            refusal: { HTTPResponse($0.status) }
        )
        let request = try HTTPRequest(.GET, RequestTarget("/x"))
        let refused = try await errors.wrapping { _ in
            throw HTTPServerError(.methodNotAllowed, "no", fields: [.allow: "PUT"])
        }(request)
        #expect(refused.status == .methodNotAllowed)
        #expect(refused.fields[.allow] == "PUT")
        #expect(refused.fields[.contentType] == "application/problem+json")
        let failed = try await errors.wrapping { _ in throw Unknown() }(request)
        #expect(failed.status == .internalServerError)
    }
}
