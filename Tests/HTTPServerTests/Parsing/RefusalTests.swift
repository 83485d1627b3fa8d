import HTTPMessages
import HTTPServer
import Testing

/// One shape of bytes and the code with which it must be refused.
struct Refusal: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: String
    let code: HTTPServerError.Code

    init(_ name: String, _ bytes: String, _ code: HTTPServerError.Code = .malformedRequest) {
        self.name = name
        self.bytes = bytes
        self.code = code
    }

    /// A request of version 1.1 with a Host and further lines.
    static func fields(_ name: String, _ lines: String, _ code: HTTPServerError.Code = .malformedRequest) -> Refusal {
        Refusal(name, "POST / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n", code)
    }

    /// A request with a body in chunks.
    static func chunks(_ name: String, _ body: String, _ code: HTTPServerError.Code = .malformedRequest) -> Refusal {
        Refusal(name, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)", code)
    }

    var testDescription: String { name }

    private static func repeated(_ count: Int) -> String { String(repeating: "a", count: count) }

    static let requestLines = [
        Refusal("TLS on a plain port", "\u{16}\u{3}\u{1}"),
        Refusal("binary", "\u{0}"),
        Refusal("a space first", " GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("bare LF", "GET / HTTP/1.1\nHost: a\n\n"),
        Refusal("bare CR", "GET /\rHTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("CR at the start", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("no version", "GET /\r\nHost: a\r\n\r\n"),
        Refusal("two spaces before the version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("two spaces after the method", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("a tab for a space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("a space at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
        Refusal("a broken method", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("a lower-case version", "GET / http/1.1\r\nHost: a\r\n\r\n"),
        Refusal("version 11", "GET / HTTP/11\r\nHost: a\r\n\r\n"),
        Refusal("version 1.10", "GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
        Refusal("version 2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", .unsupportedVersion),
        Refusal("version 0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", .unsupportedVersion),
        Refusal("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion),
        Refusal("a tunnel", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", .notImplemented),
        Refusal("a long method", "\(repeated(33)) / HTTP/1.1\r\nHost: a\r\n\r\n", .notImplemented),
        Refusal("a method without end", repeated(10_000), .notImplemented),
        Refusal("a target of 8193 bytes", "GET /\(repeated(8192)) HTTP/1.1\r\nHost: a\r\n\r\n", .targetTooLong),
        Refusal("a target without end", "GET /\(repeated(10_000))", .targetTooLong),
        Refusal("a line of spaces", "GET / HTTP/1.1\(String(repeating: " ", count: 9000))", .targetTooLong),
        Refusal("a parent segment", "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("an encoded parent segment", "GET /%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("an encoded NUL", "GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("half an escape", "GET /a%2 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("a raw byte beyond ASCII", "GET /é HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("a fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("an asterisk for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("no slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n"),
    ]

    static let hosts = [
        Refusal("no Host", "GET / HTTP/1.1\r\n\r\n"),
        Refusal("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        Refusal("two Hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
        Refusal("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
        Refusal("a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        Refusal("a Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
        Refusal("a list of Hosts", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
        Refusal("a Host with a broken port", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n"),
        Refusal("a Host with half an escape", "GET / HTTP/1.1\r\nHost: a%zz\r\n\r\n"),
        Refusal("a Host with half an escape in 1.0", "GET / HTTP/1.0\r\nHost: a%\r\n\r\n"),
        Refusal("a Host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
        Refusal("a Host with a tab", "GET / HTTP/1.1\r\nHost: a\tb\r\n\r\n"),
        Refusal("a Host with a port beyond all", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n"),
        Refusal("a Host with two ports", "GET / HTTP/1.1\r\nHost: a:1:2\r\n\r\n"),
        Refusal("a Host with a user and a password", "GET / HTTP/1.1\r\nHost: u:p@a\r\n\r\n"),
        Refusal("a Host that is no IPv6 address", "GET / HTTP/1.1\r\nHost: [:::]\r\n\r\n"),
        Refusal("a Host with an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
        Refusal("a Host with something behind the bracket", "GET / HTTP/1.1\r\nHost: [::1]a\r\n\r\n"),
        Refusal("a Host with a zone", "GET / HTTP/1.1\r\nHost: [fe80::1%25eth0]\r\n\r\n"),
        Refusal("a Host that is a port alone", "GET / HTTP/1.1\r\nHost: :80\r\n\r\n"),
        Refusal("an empty Host beside another", "GET / HTTP/1.1\r\nHost:\r\nHost: a\r\n\r\n"),
        Refusal("an empty Host behind another", "GET / HTTP/1.1\r\nHost: a\r\nHost: \r\n\r\n"),
        Refusal("two Hosts in two cases", "GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n"),
        Refusal("an absolute target with an empty Host", "GET http://a/ HTTP/1.1\r\nHost:\r\n\r\n"),
        Refusal("an absolute target with a broken Host", "GET http://a/ HTTP/1.1\r\nHost: a%zz\r\n\r\n"),
        Refusal("an absolute target with half an escape", "GET http://a%zz/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal("an absolute target without Host", "GET http://a/ HTTP/1.1\r\n\r\n"),
        Refusal("an absolute target with a user", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    ]

    static let fieldLines = [
        Refusal.fields("a space before the colon", "X : 1"),
        Refusal.fields("a tab before the colon", "X\t: 1"),
        Refusal.fields("a folded line", "X: 1\r\n 2"),
        Refusal.fields("a line folded with a tab", "X: 1\r\n\t2"),
        Refusal.fields("no colon", "X"),
        Refusal.fields("no name", ": 1"),
        Refusal.fields("a name with a space", "X Y: 1"),
        Refusal.fields("a name beyond ASCII", "Xé: 1"),
        Refusal.fields("a NUL in a value", "X: a\u{0}b"),
        Refusal.fields("a CR in a value", "X: a\rb"),
        Refusal.fields("a control character in a value", "X: a\u{1B}[31m"),
        Refusal.fields("a bare LF between fields", "X: 1\nY: 2"),
        Refusal("a bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
        Refusal("folding before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        Refusal.fields("101 fields", Array(repeating: "X: 1", count: 100).joined(separator: "\r\n"), .headTooLarge),
        Refusal.fields("32 KiB in one field", "X: \(repeated(32_768))", .headTooLarge),
        Refusal.fields(
            "32 KiB in many fields",
            Array(repeating: "X: \(repeated(1000))", count: 33).joined(separator: "\r\n"),
            .headTooLarge
        ),
        Refusal("a field without end", "GET / HTTP/1.1\r\nX: \(repeated(40_000))", .headTooLarge),
    ]

    static let framing = [
        Refusal.fields("both lengths and codings", "Content-Length: 4\r\nTransfer-Encoding: chunked"),
        Refusal.fields("both, the other way round", "Transfer-Encoding: chunked\r\nContent-Length: 4"),
        Refusal.fields("two equal lengths", "Content-Length: 4\r\nContent-Length: 4"),
        Refusal.fields("two lengths", "Content-Length: 4\r\nContent-Length: 5"),
        Refusal.fields("a list of lengths", "Content-Length: 4, 4"),
        Refusal.fields("a signed length", "Content-Length: +4"),
        Refusal.fields("a negative length", "Content-Length: -4"),
        Refusal.fields("a hexadecimal length", "Content-Length: 0x4"),
        Refusal.fields("a length with a space", "Content-Length: 1 0"),
        Refusal.fields("no length", "Content-Length:"),
        Refusal.fields("a length over 63 bits", "Content-Length: 9223372036854775808"),
        Refusal.fields("an unknown coding", "Transfer-Encoding: gzip", .notImplemented),
        Refusal.fields("gzip before chunked", "Transfer-Encoding: gzip, chunked", .notImplemented),
        Refusal.fields("chunked before gzip", "Transfer-Encoding: chunked, gzip", .notImplemented),
        Refusal.fields("identity", "Transfer-Encoding: identity", .notImplemented),
        Refusal.fields("a coding that looks like chunked", "Transfer-Encoding: xchunked", .notImplemented),
        Refusal.fields("chunked twice", "Transfer-Encoding: chunked, chunked"),
        Refusal.fields("chunked with a comma", "Transfer-Encoding: chunked,"),
        Refusal.fields("two codings in two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
        Refusal.fields("chunked hidden behind a vertical tab", "Transfer-Encoding: \u{B}chunked"),
        Refusal.fields("no coding", "Transfer-Encoding:"),
        Refusal.fields(
            "a name with an underscore and a length",
            "Content_Length: 1\r\nContent-Length: 4\r\nContent-length: 1"
        ),
        Refusal("chunks in 1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"),
        Refusal.fields("another expectation", "Expect: 200-ok\r\nContent-Length: 1", .expectationFailed),
        Refusal.fields("two expectations", "Expect: 100-continue\r\nExpect: x", .expectationFailed),
    ]

    static let chunkedBodies = [
        Refusal.chunks("no size", "\r\n"),
        Refusal.chunks("a size that is no number", "g\r\n"),
        Refusal.chunks("a negative size", "-1\r\n"),
        Refusal.chunks("a size with a prefix", "0x4\r\nabcd\r\n"),
        Refusal.chunks("a space before the size", " 4\r\nabcd\r\n"),
        Refusal.chunks("a space after the size", "4 \r\nabcd\r\n"),
        Refusal.chunks("a size of 16 digits", "0000000000000004\r\nabcd\r\n"),
        Refusal.chunks("a size over 63 bits", "8000000000000000\r\n"),
        Refusal.chunks("a bare LF after the size", "4\nabcd\r\n"),
        Refusal.chunks("a bare LF in an extension", "4;a\nabcd\r\n"),
        Refusal.chunks("a CR in an extension", "4;a\rb\r\nabcd\r\n"),
        Refusal.chunks("something after the size", "4 x\r\nabcd\r\n"),
        Refusal.chunks("a size line without end", String(repeating: "1", count: 300)),
        Refusal.chunks("a long extension", "4;\(repeated(300))\r\nabcd\r\n"),
        Refusal.chunks("many extensions", String(repeating: "1;\(repeated(200))\r\na\r\n", count: 90)),
        Refusal.chunks("a chunk longer than its size", "4\r\nabcde\r\n"),
        Refusal.chunks("a chunk shorter than its size", "4\r\nabc\r\n0\r\n\r\n"),
        Refusal.chunks("a bare LF after a chunk", "4\r\nabcd\n0\r\n\r\n"),
        Refusal.chunks("a folded trailer", "0\r\nX: 1\r\n 2\r\n\r\n"),
        Refusal.chunks("a broken trailer", "0\r\nX : 1\r\n\r\n"),
        Refusal.chunks("trailers without end", "0\r\nX: \(repeated(40_000))", .headTooLarge),
        Refusal.chunks("101 trailers", "0\r\n\(String(repeating: "X: 1\r\n", count: 101))\r\n", .headTooLarge),
    ]

    static let all = requestLines + hosts + fieldLines + framing + chunkedBodies
}

@Suite("What is no request")
struct RefusalTests {
    @Test("is refused with its code", arguments: Refusal.all)
    func refused(row: Refusal) {
        #expect(ParsedStream(row.bytes).error?.code == row.code)
    }

    @Test("is refused with the same words, however its bytes are cut", arguments: Refusal.all)
    func refusedBytewise(row: Refusal) {
        let whole = ParsedStream(row.bytes)
        #expect(ParsedStream(row.bytes, pieces: [1]) == whole)
        #expect(ParsedStream(row.bytes, pieces: [7, 1, 64]) == whole)
    }

    @Test("names a status of its own for each code")
    func statuses() {
        let statuses = HTTPServerError.Code.allCases.map { HTTPServerError($0, "").status.code }
        #expect(Set(statuses).count == statuses.count)
        #expect(statuses.allSatisfy { $0 >= 400 })
    }

    @Test("limits are exact: what just fits is accepted")
    func limits() {
        let target = "/" + String(repeating: "a", count: 8191)
        #expect(ParsedStream("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n").error == nil)
        let method = String(repeating: "A", count: 32)
        #expect(ParsedStream("\(method) \(target) HTTP/1.1\r\nHost: a\r\n\r\n").error == nil)
        let hundred = String(repeating: "X: 1\r\n", count: 99)
        #expect(ParsedStream("GET / HTTP/1.1\r\nHost: a\r\n\(hundred)\r\n").error == nil)
        let filler = String(repeating: "a", count: 32_768 - "Host: a\r\nX: \r\n\r\n".utf8.count)
        #expect(ParsedStream("GET / HTTP/1.1\r\nHost: a\r\nX: \(filler)\r\n\r\n").error == nil)
        #expect(ParsedStream("GET / HTTP/1.1\r\nHost: a\r\nX: \(filler)a\r\n\r\n").error?.code == .headTooLarge)
    }
}
