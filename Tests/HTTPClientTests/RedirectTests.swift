import HTTPClient
import HTTPMessages
import HTTPServer
import TestSupport
import Testing

@Suite("Redirects", .ends)
struct RedirectTests {
    /// Answers with who asked for what.
    private static let mirror: Responder = { request in
        let authorization = request.fields[HTTPFieldName("Authorization")] ?? "nobody"
        return HTTPResponse(.ok, .plainText, Array("\(request.target.raw) \(authorization)".utf8))
    }

    private func following(_ url: String, _ hops: Int = 3) -> ClientRequest {
        var request = ClientRequest.patient(.GET, url)
        request.redirects = hops
        return request
    }

    private func text(_ request: ClientRequest) async throws -> String {
        String(decoding: try await HTTPClient().send(request).body, as: UTF8.self)
    }

    @Test("lead to another address, in every form that a reference has", arguments: [301, 302, 303, 307, 308])
    func follows(status: Int) async throws {
        try await TestServer.with({ request in
            guard request.target.raw == "/a/b?c" else { return try await Self.mirror(request) }
            return HTTPResponse(HTTPStatus(status), fields: [.location: "../d e?f"])
        }) { (url) async throws in
            #expect(try await text(following("\(url)/a/b?c")) == "/d%20e?f nobody")
            let pulled = try await HTTPClient().receive(following("\(url)/a/b?c")) { head, body in
                try await body.collect(url, limit: 100)
            }
            #expect(pulled == Array("/d%20e?f nobody".utf8))
        }
    }

    @Test("credentials stay with the host that they are for")
    func credentials() async throws {
        try await TestServer.with(Self.mirror) { (other) async throws in
            try await TestServer.with({ request in
                guard request.target.raw != "/end" else { return try await Self.mirror(request) }
                let location = request.target.raw == "/away" ? "\(other)/end" : "/end"
                return HTTPResponse(.found, fields: [.location: location])
            }) { (url) async throws in
                for (path, expected) in [("/home", "/end Bearer s3cret"), ("/away", "/end nobody")] {
                    var request = following(url + path)
                    request.credentials = .bearer("s3cret")
                    #expect(try await text(request) == expected)
                    var written = following(url + path)
                    written.fields[HTTPFieldName("Authorization")] = "Bearer s3cret"
                    #expect(try await text(written) == expected)
                }
            }
        }
    }

    @Test("a circle ends after as many as are allowed")
    func circle() async throws {
        try await TestServer.with({ _ in HTTPResponse(.found, fields: [.location: "/x"]) }) { (url) async throws in
            let error = await #expect(throws: HTTPClientError.self) { try await HTTPClient().send(following(url)) }
            #expect(error?.code == .redirect && error?.url == url && error?.isTransient == false)
            #expect(error?.cause == "redirects more than 3 times")
        }
    }

    @Test(
        "only http and https addresses without a user are followed",
        arguments: ["ftp://localhost/x", "file:///etc/passwd", "http://user:pass@localhost/", "http://"]
    )
    func elsewhere(location: String) async throws {
        try await TestServer.with({ _ in HTTPResponse(.found, fields: [.location: location]) }) { (url) async throws in
            let error = await #expect(throws: HTTPClientError.self) { try await HTTPClient().send(following(url)) }
            #expect(error?.code == .redirect)
        }
    }

    @Test("what is sent is not sent elsewhere")
    func posting() async throws {
        try await TestServer.with({ _ in HTTPResponse(.found, fields: [.location: "/x"]) }) { (url) async throws in
            var request = ClientRequest.patient(.POST, url, body: .bytes([1]))
            request.redirects = 3
            #expect(try await HTTPClient().send(request).head.status == .found)
        }
    }

    @Test("the body of a redirect is not the answer's, and a large one is not waited for")
    func bodies() async throws {
        try await TestServer.with({ request in
            guard request.target.raw == "/" else { return try await Self.mirror(request) }
            let body = [UInt8](repeating: 0, count: 30_000_000)
            return HTTPResponse(.found, fields: [.location: "/x"], body: .bytes(body))
        }) { (url) async throws in
            let client = HTTPClient()
            let body = try await client.receive(following("\(url)/")) { try await $1.collect(url, limit: 100) }
            #expect(body == Array("/x nobody".utf8))
            #expect(client.bytesReceived < 30_000_000)
        }
    }
}
