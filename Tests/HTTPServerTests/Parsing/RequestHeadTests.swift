import HTTPMessages
import HTTPServer
import Testing

@Suite("Request heads")
struct RequestHeadTests {
    @Test("a request is read into its parts")
    func parts() throws {
        let text = "GET /a%20b?x=1 HTTP/1.1\r\nHost: Example:80\r\nAccept: a/b\r\nACCEPT:\t c/d \t\r\nX-Empty:\r\n\r\n"
        let head = try #require(ParsedStream(text).requests.first?.head)
        #expect(head.method == .GET)
        #expect(head.target.segments == ["a b"])
        #expect(head.target.query["x"] == "1")
        #expect(!head.isHTTP10)
        #expect(head.fields[.accept] == "a/b, c/d")
        #expect(head.fields[HTTPFieldName("X-Empty")]?.isEmpty == true)
        #expect(head.authority == Authority(parsing: "example:80"))
        #expect(head.framing == .none)
        #expect(head.keepsAlive)
        #expect(!head.expectsContinue)
    }

    @Test("requests follow each other on one connection")
    func pipelined() {
        let text = "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
        let stream = ParsedStream(text)
        #expect(stream.requests.map(\.head.target.raw) == ["/1", "/2"])
        #expect(stream.requests.map(\.body) == [Array("abc".utf8), []])
        #expect(stream.requests.map(\.isWhole) == [true, true])
    }

    @Test(
        "the connection stays or goes as version and Connection say (RFC 9112 §9.3)",
        arguments: [
            ("1.1", "", true), ("1.1", "Connection: close\r\n", false), ("1.1", "Connection: Close, X\r\n", false),
            ("1.1", "Connection: x\r\nConnection: close\r\n", false), ("1.1", "Connection: upgrade\r\n", true),
            ("1.0", "", false), ("1.0", "Connection: keep-alive\r\n", true), ("1.2", "", true),
            ("1.0", "Connection: keep-alive, close\r\n", false),
        ]
    )
    func persistence(version: String, fields: String, expected: Bool) throws {
        let stream = ParsedStream("GET / HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n")
        let head = try #require(stream.requests.first?.head)
        #expect(head.keepsAlive == expected)
        #expect(head.isHTTP10 == (version == "1.0"))
    }

    @Test("an absolute target outranks Host (RFC 9112 §3.2.2)")
    func absolute() throws {
        let stream = ParsedStream("GET http://b:1/x HTTP/1.1\r\nHost: a\r\n\r\n")
        let head = try #require(stream.requests.first?.head)
        #expect(head.authority?.description == "b:1")
        #expect(head.target.segments == ["x"])
    }

    @Test("HTTP/1.0 needs no Host")
    func oldVersion() throws {
        let head = try #require(ParsedStream("GET / HTTP/1.0\r\n\r\n").requests.first?.head)
        #expect(head.authority == nil)
    }

    @Test(
        "100 is expected only where there is a body to wait for (RFC 9110 §10.1.1)",
        arguments: [("1.1", 3, true), ("1.1", 0, false), ("1.0", 3, false)]
    )
    func expectation(version: String, length: Int, expected: Bool) throws {
        let fields = "Host: a\r\nContent-Length: \(length)\r\nExpect: 100-Continue\r\n"
        let head = try #require(ParsedStream("PUT / HTTP/\(version)\r\n\(fields)\r\n").requests.first?.head)
        #expect(head.expectsContinue == expected)
    }

    @Test("one empty line before a request is forgiven, two are not (RFC 9112 §2.2)")
    func emptyLines() {
        let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        #expect(ParsedStream("\r\n\(request)\r\n\(request)").requests.count == 2)
        #expect(ParsedStream("\r\n\r\n\(request)").error?.code == .malformedRequest)
    }

    @Test("every prefix of a request waits for the rest")
    func prefixes() {
        let text = "PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        for length in 0..<text.utf8.count {
            let stream = ParsedStream(Array(text.utf8.prefix(length)))
            #expect(stream.error == nil)
            #expect(stream.requests.first?.isWhole != true)
        }
    }
}
