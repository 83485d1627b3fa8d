import HTTPClient
import HTTPMessages
import Posix
import TestSupport
import Testing

@Suite("Servers with certificates", .temporaryDirectory, .needs("openssl", "sh"), .ends)
struct TrustTests {
    /// A server of openssl(1) with a certificate of its own authority, at the address that it is called with.
    private func withServer(_ body: (_ url: String, _ certificates: String) async throws -> Void) async throws {
        let folder = TemporaryDirectory.current
        try TestCertificate.make(in: folder, for: "DNS:localhost,IP:127.0.0.1")
        let free = try Listener(binding: .loopback(port: 0))
        let address = "\(free.address)"
        free.close()
        let server = try ChildProcess(
            StockTool("openssl").path,
            ["s_server", "-quiet", "-www", "-accept", address, "-key", "key.pem", "-cert", "certificate.pem"],
            in: folder,
            environment: [:],
            input: []
        )
        defer { server.send(9) }
        try await body("https://\(address)/", "\(folder)/certificate.pem")
    }

    @Test("are trusted by the file that is named for the request, and not without it")
    func privateAuthority() async throws {
        try await withServer { url, certificates in
            var request = ClientRequest.patient(.GET, url)
            request.certificates = certificates
            let atOnce = RetryPolicy(attempts: 1000, firstDelay: .milliseconds(10), longestDelay: .milliseconds(10))
            // The server may still be starting.
            let response = try await HTTPClient().fetch(request, retrying: atOnce)
            #expect(response.head.status == .ok)
            let error = await #expect(throws: HTTPClientError.self) {
                try await HTTPClient().send(ClientRequest.patient(.GET, url))
            }
            #expect(error?.code == .tls && error?.isTransient == false)
        }
    }
}
