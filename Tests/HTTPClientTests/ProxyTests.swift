import HTTPClient
import HTTPMessages
import Posix
import Testing

@Suite("Proxies")
struct ProxyTests {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test("a proxy is asked for other machines, by their whole address")
    func asked() async throws {
        try await LyingServer.with([Self.answer]) { (proxy) async throws in
            let client = HTTPClient(ClientSettings(proxy: .address(proxy)))
            let request = ClientRequest.patient(.GET, "http://registry.invalid/x")
            #expect(try await client.send(request).body == Array("ok".utf8))
        }
    }

    @Test("this machine itself is asked directly")
    func loopback() async throws {
        let closed = try Listener(binding: .loopback(port: 0))
        closed.close()
        try await LyingServer.with([Self.answer]) { (url) async throws in
            let client = HTTPClient(ClientSettings(proxy: .address("http://\(closed.address)")))
            #expect(try await client.send(ClientRequest.patient(.GET, url)).body == Array("ok".utf8))
        }
    }

    @Test("a proxy that is away is said so")
    func away() async throws {
        let closed = try Listener(binding: .loopback(port: 0))
        closed.close()
        let client = HTTPClient(ClientSettings(proxy: .address("http://\(closed.address)")))
        let error = await #expect(throws: HTTPClientError.self) {
            try await client.send(ClientRequest.patient(.GET, "http://registry.invalid/x"))
        }
        #expect(error?.code == .unreachable)
    }
}
