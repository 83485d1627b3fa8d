import HTTPClient
import HTTPMessages
import HTTPServer
import Testing

@Suite("Who asks")
struct CredentialsTests {
    @Test("a user and a password, or a token, are sent")
    func fields() async throws {
        try await TestServer.with({ request in
            HTTPResponse(.ok, .plainText, Array((request.fields[HTTPFieldName("Authorization")] ?? "").utf8))
        }) { (url) async throws in
            let expected = [
                (Credentials.basic(user: "Aladdin", password: "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
                (Credentials.bearer("abc"), "Bearer abc"),
            ]
            for (credentials, value) in expected {
                var request = ClientRequest.patient(.GET, url)
                request.credentials = credentials
                #expect(try await HTTPClient().send(request).body == Array(value.utf8))
            }
        }
    }

    @Test("no text of theirs shows the secret")
    func secrecy() {
        for credentials in [Credentials.basic(user: "u", password: "s3cret"), .bearer("s3cret")] {
            var dumped = ""
            dump(credentials, to: &dumped)
            var request = ClientRequest(.GET, "http://localhost/")
            request.credentials = credentials
            dump(request, to: &dumped)
            for text in ["\(credentials)", String(reflecting: credentials), dumped, "\(request)"] {
                #expect(!text.contains("s3cret") && !text.contains("czNjcmV0") && !text.contains("dTpzM2NyZXQ"))
            }
        }
    }

    @Test("an address with a password in it is refused without showing it")
    func inAddress() async {
        let error = await #expect(throws: HTTPClientError.self) {
            try await HTTPClient().send(ClientRequest(.GET, "https://user:s3cret@registry.example/x"))
        }
        #expect(error?.code == .badAddress && error?.url == "https://registry.example/x")
        #expect(error.map { !"\($0)".contains("s3cret") } == true)
    }
}
