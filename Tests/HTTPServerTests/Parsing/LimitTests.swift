import HTTPMessages
import HTTPServer
import Testing

@Suite("Limits of the parser")
struct LimitTests {
    private struct Row: Sendable {
        let change: @Sendable (inout HTTPLimits) -> Void
        let fits: String
        let exceeds: String
        let code: HTTPServerError.Code
    }

    private static let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static let rows: [String: Row] = [
        "the target": Row(
            change: { $0.targetBytes = 4 },
            fits: "GET /abc HTTP/1.1\r\nHost: a\r\n\r\n",
            exceeds: "GET /abcd HTTP/1.1\r\nHost: a\r\n\r\n",
            code: .targetTooLong
        ),
        "the method": Row(
            change: { $0.methodBytes = 4 },
            fits: "ABCD / HTTP/1.1\r\nHost: a\r\n\r\n",
            exceeds: "ABCDE / HTTP/1.1\r\nHost: a\r\n\r\n",
            code: .notImplemented
        ),
        "the fields' bytes, with their ends": Row(
            change: { $0.headBytes = 20 },
            fits: "GET / HTTP/1.1\r\nHost: a\r\nX: 1234\r\n\r\n",
            exceeds: "GET / HTTP/1.1\r\nHost: a\r\nX: 12345\r\n\r\n",
            code: .headTooLarge
        ),
        "the number of fields": Row(
            change: { $0.fieldCount = 2 },
            fits: "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\r\n",
            exceeds: "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\nX: 2\r\n\r\n",
            code: .headTooLarge
        ),
        "the number of trailers": Row(
            change: { $0.fieldCount = 2 },
            fits: chunked + "0\r\nX: 1\r\nX: 2\r\n\r\n",
            exceeds: chunked + "0\r\nX: 1\r\nX: 2\r\nX: 3\r\n\r\n",
            code: .headTooLarge
        ),
        "a chunk's size line": Row(
            change: { $0.chunkLineBytes = 8 },
            fits: chunked + "1;abcd\r\nx\r\n0\r\n\r\n",
            exceeds: chunked + "1;abcde\r\nx\r\n0\r\n\r\n",
            code: .malformedRequest
        ),
        "all chunk extensions together": Row(
            change: { $0.chunkExtensionBytes = 6 },
            fits: chunked + "1;ab\r\nx\r\n1;cd\r\ny\r\n0\r\n\r\n",
            exceeds: chunked + "1;ab\r\nx\r\n1;cd\r\ny\r\n0;e\r\n\r\n",
            code: .malformedRequest
        ),
    ]

    @Test("what fits exactly passes, one byte more does not", arguments: rows.keys.sorted())
    func exact(name: String) throws {
        let row = try #require(Self.rows[name])
        var limits = HTTPLimits()
        row.change(&limits)
        for pieces in [[Int.max], [1], [5, 2]] {
            let fits = ParsedStream(row.fits, pieces: pieces, limits: limits)
            #expect(fits.error == nil && fits.requests.last?.isWhole == true)
            #expect(ParsedStream(row.exceeds, pieces: pieces, limits: limits).error?.code == row.code)
        }
    }
}
