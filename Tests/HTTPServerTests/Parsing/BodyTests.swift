import HTTPMessages
import HTTPServer
import Testing

@Suite("Request bodies on the wire")
struct BodyTests {
    private static let start = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    @Test(
        "chunks are joined; extensions and trailers are dropped (RFC 9112 §7.1)",
        arguments: [
            ("0\r\n\r\n", ""),
            ("3\r\nabc\r\n0\r\n\r\n", "abc"),
            ("1\r\na\r\n002\r\nbc\r\n000\r\n\r\n", "abc"),
            ("A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789"),
            ("3;a=b\r\nabc\r\n0;c\r\n\r\n", "abc"),
            ("3 ; a = \"b;c\"\r\nabc\r\n0\r\n\r\n", "abc"),
            ("3\r\nabc\r\n0\r\nExpires: never\r\nX: y\r\n\r\n", "abc"),
            ("2\r\n\r\n\r\n0\r\n\r\n", "\r\n"),
        ]
    )
    func chunks(body: String, expected: String) {
        let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"
        for pieces in [[Int.max], [1], [3, 1, 4]] {
            let stream = ParsedStream(Self.start + body + next, pieces: pieces)
            #expect(stream.error == nil)
            #expect(stream.requests.map(\.body) == [Array(expected.utf8), []])
            #expect(stream.requests.last?.head.target.raw == "/next")
        }
    }

    @Test("a body without its end is not whole")
    func truncated() {
        let text = Self.start + "3\r\nabc\r\n0\r\nX: y\r\n\r\n"
        for length in Self.start.utf8.count..<text.utf8.count {
            let stream = ParsedStream(Array(text.utf8.prefix(length)))
            #expect(stream.error == nil)
            #expect(stream.requests.first?.isWhole == false)
        }
    }

    @Test("a length of 0 is no body", arguments: ["0", "000"])
    func empty(length: String) {
        let stream = ParsedStream("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n")
        #expect(stream.requests.first?.head.framing == BodyFraming.none)
        #expect(stream.requests.first?.isWhole == true)
    }

    @Test("the largest length is kept exactly")
    func largest() {
        let stream = ParsedStream("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(Int64.max)\r\n\r\nab")
        #expect(stream.requests.first?.head.framing == .length(.max))
        #expect(stream.requests.first?.body == Array("ab".utf8))
    }

    @Test("chunked may be written in capitals")
    func capitals() {
        let stream = ParsedStream("POST / HTTP/1.1\r\nHost: a\r\nTRANSFER-ENCODING: Chunked\r\n\r\n1\r\na\r\n0\r\n\r\n")
        #expect(stream.requests.first?.body == [UInt8(ascii: "a")])
    }
}
