import HTTPClient
import HTTPMessages
import Testing

@Suite("Answers that end too early")
struct TruncationTests {
    private static let answers = [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    ]

    @Test("an answer cut at any byte is never taken for a whole one", arguments: answers)
    func truncated(answer: String) async throws {
        let cuts = (0..<answer.utf8.count).map { String(decoding: answer.utf8.prefix($0), as: UTF8.self) }
        try await LyingServer.with(cuts + [answer]) { (url) async throws in
            for cut in cuts {
                do {
                    // Only the empty line after the last chunk may be missing.
                    let response = try await HTTPClient().send(ClientRequest.patient(.GET, url))
                    #expect(response.body == Array("hello".utf8) && cut.hasSuffix("0\r\n\r"))
                } catch let error as HTTPClientError {
                    #expect(error.code == .interrupted || error.code == .refused)
                }
            }
            #expect(try await HTTPClient().send(ClientRequest.patient(.GET, url)).body == Array("hello".utf8))
        }
    }

    @Test("an answer without a length ends with its connection")
    func untilClose() async throws {
        try await LyingServer.with(["HTTP/1.0 200 OK\r\n\r\nhello"]) { (url) async throws in
            #expect(try await HTTPClient().send(ClientRequest.patient(.GET, url)).body == Array("hello".utf8))
        }
    }
}
