import HTTPClient
import HTTPMessages
import HTTPServer
import Posix
import TestSupport
import Testing

/// Says what it got.
private let echo: Responder = { request in
    try request.body.limit(to: .max)
    let body = try await request.body.collect()
    let length = request.body.declaredLength.map(String.init) ?? "chunked"
    let fields: HTTPFields = [HTTPFieldName("X-Length"): length, HTTPFieldName("X-Method"): request.method.name]
    return HTTPResponse(.ok, fields: fields, body: .bytes(body.isEmpty ? Array(request.target.raw.utf8) : body))
}

@Suite("The client and a server")
struct HTTPClientTests {
    @Test("an answer has its status, its fields and its body", arguments: [200, 201, 404, 503])
    func answer(code: Int) async throws {
        try await TestServer.with({ _ in HTTPResponse(HTTPStatus(code), .json, Array("{}".utf8)) }) {
            (url) async throws in
            let response = try await HTTPClient().send(ClientRequest.patient(.GET, url))
            #expect(response.head.status.code == code)
            #expect(response.head.fields[.contentType] == "application/json")
            #expect(response.body == Array("{}".utf8))
        }
    }

    @Test(
        "bytes are sent with their length, whatever the method",
        arguments: [HTTPMethod.POST, .PUT, .PATCH, .DELETE, HTTPMethod("OTHER")]
    )
    func upload(method: HTTPMethod) async throws {
        try await TestServer.with(echo) { (url) async throws in
            let response = try await HTTPClient().send(
                ClientRequest.patient(method, url, body: .bytes(Array("hello".utf8)))
            )
            #expect(response.body == Array("hello".utf8))
            #expect(response.head.fields[HTTPFieldName("X-Length")] == "5")
            #expect(response.head.fields[HTTPFieldName("X-Method")] == method.name)
        }
    }

    @Test("a request without a body sends none", arguments: [HTTPMethod.GET, .POST, .DELETE])
    func bodiless(method: HTTPMethod) async throws {
        try await TestServer.with(echo) { (url) async throws in
            let response = try await HTTPClient().send(ClientRequest.patient(method, "\(url)/a?b=c"))
            #expect(response.body == Array("/a?b=c".utf8))
            #expect(response.head.fields[HTTPFieldName("X-Length")] == "0")
        }
    }

    @Test("HEAD gets the fields and no body")
    func head() async throws {
        try await TestServer.with(echo) { (url) async throws in
            let response = try await HTTPClient().send(ClientRequest.patient(.HEAD, "\(url)/abc"))
            #expect(response.head.fields[.contentLength] == "4")
            #expect(response.body.isEmpty)
        }
    }

    @Test("a file is sent from its start", .temporaryDirectory, arguments: [0, 1, 3_000_000])
    func file(size: Int) async throws {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        let path = try RelativePath("f")
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try AtomicFile.write(bytes, to: path, in: folder)
        try await TestServer.with(echo) { (url) async throws in
            let response = try await HTTPClient().send(ClientRequest.patient(.POST, url, body: .file(path, in: folder)))
            #expect(response.head.fields[HTTPFieldName("X-Length")] == "\(size)")
            if size > 0 { #expect(response.body == bytes) }
        }
    }

    @Test("a file that is not there is said so", .temporaryDirectory)
    func missingFile() async throws {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        let body = try ClientRequest.Body.file(RelativePath("nothing"), in: folder)
        let error = await #expect(throws: SystemError.self) {
            try await HTTPClient().send(ClientRequest.patient(.POST, "http://127.0.0.1:1", body: body))
        }
        #expect(error?.errno == .noEntry)
    }

    @Test("an upload that the server refuses at once gets the refusal")
    func refusedUpload() async throws {
        try await TestServer.with({ request in
            try request.body.limit(to: 10)
            return HTTPResponse(.ok)
        }) { (url) async throws in
            let body = [UInt8](repeating: 0, count: 20_000_000)
            let response = try await HTTPClient().send(ClientRequest.patient(.POST, url, body: .bytes(body)))
            #expect(response.head.status == .contentTooLarge)
        }
    }

    @Test("more than the limit is refused", arguments: [(3, true), (4, false)])
    func limit(limit: Int, isRefused: Bool) async throws {
        try await TestServer.with(echo) { (url) async throws in
            let request = ClientRequest.patient(.GET, "\(url)/abc")
            if isRefused {
                let error = await #expect(throws: HTTPClientError.self) {
                    try await HTTPClient().send(request, limit: limit)
                }
                #expect(error?.code == .tooLarge)
            } else {
                #expect(try await HTTPClient().send(request, limit: limit).body.count == 4)
            }
        }
    }

    @Test("a redirect is an answer like others")
    func redirect() async throws {
        try await TestServer.with({ _ in HTTPResponse(.found, fields: [.location: "/x"]) }) { (url) async throws in
            let head = try await HTTPClient().send(ClientRequest.patient(.GET, url)).head
            #expect(head.status == .found && head.fields[.location] == "/x")
        }
    }

    @Test("what broke off goes on with a range, as long as it is the same")
    func resuming() async throws {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        try await TestServer.with({ request in
            let isSame = request.fields[.ifRange] == "\"1\""
            let range = request.fields[.range].flatMap { ByteRange(parsing: $0) }?.resolved(size: 1000)
            guard isSame, let range else { return HTTPResponse(.ok, .octetStream, bytes) }
            let part = bytes[Int(range.lowerBound)..<Int(range.upperBound)]
            return HTTPResponse(.partialContent, .octetStream, Array(part))
        }) { (url) async throws in
            let client = HTTPClient()
            let rest = try await client.send(
                ClientRequest.patient(.GET, url, fields: [.range: "bytes=600-", .ifRange: "\"1\""])
            )
            #expect(rest.head.status == .partialContent && rest.body == Array(bytes[600...]))
            let other = try await client.send(
                ClientRequest.patient(.GET, url, fields: [.range: "bytes=600-", .ifRange: "\"2\""])
            )
            #expect(other.head.status == .ok && other.body == bytes)
        }
    }

    @Test("one connection serves request after request")
    func reuse() async throws {
        try await TestServer.with({ request in
            HTTPResponse(.ok, .plainText, Array("\(request.peer?.port ?? 0)".utf8))
        }) { (url) async throws in
            let client = HTTPClient()
            let first = try await client.send(ClientRequest.patient(.GET, url)).body
            for _ in 0..<5 { #expect(try await client.send(ClientRequest.patient(.GET, url)).body == first) }
        }
    }

    @Test("many transfers run side by side")
    func concurrent() async throws {
        try await TestServer.with(echo) { (url) async throws in
            let client = HTTPClient()
            try await withThrowingTaskGroup(of: Bool.self) { tasks in
                for number in 0..<60 {
                    tasks.addTask {
                        let body = [UInt8](repeating: UInt8(number), count: 50_000 + number)
                        return try await client.send(ClientRequest.patient(.POST, url, body: .bytes(body))).body == body
                    }
                }
                for try await isRight in tasks { #expect(isRight) }
            }
        }
    }

    @Test("a field's value cannot add another field, and an empty one is sent")
    func fields() async throws {
        try await TestServer.with({ request in
            let text = request.fields.map { "\($0.name)=\($0.value);" }.joined()
            return HTTPResponse(.ok, .plainText, Array(text.utf8))
        }) { (url) async throws in
            let fields: HTTPFields = [HTTPFieldName("X-A"): "1\r\nX-B: 2", HTTPFieldName("X-C"): ""]
            let body = try await HTTPClient().send(ClientRequest.patient(.GET, url, fields: fields)).body
            let text = String(decoding: body, as: UTF8.self)
            #expect(text.contains("x-a=1  X-B: 2;") && text.contains("x-c=;") && !text.contains("x-b="))
        }
    }

    @Test("a path is sent as it stands, for the server to judge")
    func path() async throws {
        try await TestServer.with(echo) { (url) async throws in
            #expect(
                try await HTTPClient().send(ClientRequest.patient(.GET, "\(url)/a/../b")).head.status == .badRequest
            )
        }
    }
}
