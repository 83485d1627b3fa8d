import HTTPClient
import HTTPMessages
import HTTPServer
import Posix
import TestSupport
import Testing

@Suite("Requests without an answer")
struct FailureTests {
    private func code(_ url: String, idle: Duration = .far) async -> HTTPClientError.Code? {
        let error = await #expect(throws: HTTPClientError.self) {
            try await HTTPClient().send(ClientRequest.patient(.GET, url, idle: idle))
        }
        #expect(error?.url == url)
        return error?.code
    }

    @Test(
        "only http and https addresses are asked",
        arguments: [
            "", "localhost", "localhost:80", "ftp://localhost/", "file:///etc/passwd", "gopher://localhost/", "http:/x",
            "http://a b/", "http://localhost/\u{e9}", "http://localhost/\r\nX: y", "http://", "http://localhost:99999/",
        ]
    )
    func addresses(url: String) async {
        #expect(await code(url) == .badAddress)
    }

    @Test("nobody listens")
    func unreachable() async throws {
        let listener = try Listener(binding: .loopback(port: 0))
        listener.close()
        #expect(await code("http://\(listener.address)/") == .unreachable)
    }

    @Test("nobody answers")
    func timeout() async throws {
        let listener = try Listener(binding: .loopback(port: 0))
        #expect(await code("http://\(listener.address)/", idle: .milliseconds(10)) == .timeout)
        listener.close()
    }

    @Test("what is not protected cannot be trusted")
    func tls() async throws {
        try await TestServer.with({ _ in HTTPResponse(.ok) }) { (url) async throws in
            #expect(await code("https" + url.dropFirst(4)) == .tls)
        }
    }

    @Test(
        "an answer that is none, or is not whole, is an error",
        arguments: [
            ("", .interrupted),
            ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", .interrupted),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", .interrupted),
            ("SSH-2.0-OpenSSH_9.2\r\n", .refused),
            ("HTTP/1.1 042 Answer\r\n\r\n", .refused),
            ("HTTP/1.1 abc OK\r\n\r\n", .refused),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", .interrupted),
            (
                "HTTP/1.1 200 OK\r\n" + String(repeating: "X: \(String(repeating: "y", count: 9000))\r\n", count: 40),
                .refused
            ),
        ] as [(String, HTTPClientError.Code)]
    )
    func broken(answer: String, expected: HTTPClientError.Code) async throws {
        try await LyingServer.with([answer]) { (url) async throws in
            #expect(await code(url) == expected)
        }
    }

    @Test("an interim answer is not the answer")
    func interim() async throws {
        let answer = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        try await LyingServer.with([answer]) { (url) async throws in
            let response = try await HTTPClient().send(ClientRequest.patient(.GET, url))
            #expect(response.head.status == .ok && response.body == Array("ok".utf8))
            #expect(!response.head.fields.contains(.link))
        }
    }

    @Test("a connection that was closed meanwhile is replaced, and the body is sent again")
    func stale() async throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        try await LyingServer.with([answer, answer]) { (url) async throws in
            let client = HTTPClient()
            for _ in 0..<2 {
                let request = ClientRequest.patient(.PUT, url, body: .bytes(Array("hello".utf8)))
                #expect(try await client.send(request).body == Array("ok".utf8))
            }
        }
    }

    @Test("only what may pass is worth another try")
    func transience() {
        let transient = HTTPClientError.Code.allCases.filter { HTTPClientError($0, url: "", cause: "").isTransient }
        #expect(Set(transient) == [.unreachable, .timeout, .interrupted])
    }
}
