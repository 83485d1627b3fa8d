import HTTPClient
import HTTPMessages
import HTTPServer
import Testing

@Suite("Asking for what is newer")
struct ConditionTests {
    @Test(
        "a tag goes before a date",
        arguments: [
            (Validator(etag: "W/\"1\"", lastModified: "Sun, 06 Nov 1994 08:49:37 GMT"), "W/\"1\"|-"),
            (Validator(etag: nil, lastModified: "Sun, 06 Nov 1994 08:49:37 GMT"), "-|Sun, 06 Nov 1994 08:49:37 GMT"),
            (Validator(etag: nil), "-|-"),
        ]
    )
    func fields(validator: Validator, expected: String) async throws {
        try await TestServer.with({ request in
            let (tag, date) = (request.fields[.ifNoneMatch], request.fields[.ifModifiedSince])
            return HTTPResponse(.ok, .plainText, Array("\(tag ?? "-")|\(date ?? "-")".utf8))
        }) { (url) async throws in
            var request = ClientRequest.patient(.GET, url)
            request.revalidate(validator)
            #expect(try await HTTPClient().send(request).body == Array(expected.utf8))
        }
    }

    @Test("what is the same comes without a body, and says so")
    func notModified() async throws {
        try await TestServer.with({ request in
            let isSame = request.fields[.ifNoneMatch] == "\"1\""
            return isSame
                ? HTTPResponse(.notModified, fields: [.etag: "\"1\""])
                : HTTPResponse(.ok, fields: [.etag: "\"1\""], body: .bytes([1, 2, 3]))
        }) { (url) async throws in
            let client = HTTPClient()
            let first = try await client.send(ClientRequest.patient(.GET, url))
            var request = ClientRequest.patient(.GET, url)
            request.revalidate(Validator(first.head))
            let second = try await client.send(request)
            #expect(second.head.status == .notModified && second.body.isEmpty)
        }
    }

    @Test("only a strong tag promises equal bytes")
    func strength() {
        #expect(Validator(etag: "\"a\"").strongTag == EntityTag("a"))
        for weak in ["W/\"a\"", "a", "", nil] { #expect(Validator(etag: weak).strongTag == nil) }
    }
}
