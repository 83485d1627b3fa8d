import Crypto
import HTTPClient
import HTTPMessages
import HTTPServer
import Posix
import Synchronization
import TestSupport
import Testing
import Time

@Suite("Downloads", .temporaryDirectory, .ends)
struct DownloadTests {
    private static let pool = BlockingPool(threads: 2, name: "downloads")
    private static let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 8) }
    private static let atOnce = RetryEnvironment(random: { 0 }, sleep: { _ in }, clock: .system)

    private func file(holding bytes: [UInt8] = []) throws -> OpenFile {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        let file = try folder.create(RelativePath("f"))
        try file.write(bytes)
        return OpenFile(file)
    }

    private func contents(_ file: OpenFile) throws -> [UInt8] {
        try file.descriptor.seek(to: 0)
        return try file.descriptor.readAll(limit: 1 << 24)
    }

    private func download(_ url: String, to target: DownloadTarget) async throws -> Download {
        try await HTTPClient().download(
            ClientRequest.patient(.GET, url),
            to: target,
            on: Self.pool,
            retrying: RetryPolicy(attempts: 3),
            in: Self.atOnce
        )
    }

    /// An answer that breaks off, and then what is asked for.
    private static func head(_ status: String, _ fields: String, _ body: ArraySlice<UInt8>) -> String {
        // Bytes below 128 only, so that the text has as many bytes as characters.
        "HTTP/1.1 \(status)\r\n\(fields)\r\n\r\n" + String(decoding: body, as: UTF8.self)
    }

    private static let text = (0..<1000).map { UInt8(0x20 + $0 % 90) }

    @Test("a whole body is in the file, with its digests")
    func whole() async throws {
        try await TestServer.with({ _ in HTTPResponse(.ok, .octetStream, Self.bytes) }) { (url) async throws in
            let file = try file(holding: [1, 2, 3])
            let done = try await download(url, to: DownloadTarget(file, hashes: [.sha1, .sha256], limit: 700_000))
            #expect(try contents(file) == Self.bytes)
            #expect(done.digest?.sha512 == SHA512.hash(Self.bytes) && done.digest?.sha1 == SHA1.hash(Self.bytes))
            #expect(done.digest?.sha256 == SHA256.hash(Self.bytes) && done.digest?.sha384 == nil)
            #expect(done.size == 700_000 && done.moved == 700_000)
        }
    }

    @Test("a body over the limit is refused and not tried again")
    func limit() async throws {
        try await TestServer.with({ _ in HTTPResponse(.ok, .octetStream, Self.bytes) }) { (url) async throws in
            let target = DownloadTarget(try file(), limit: 699_999)
            let error = await #expect(throws: HTTPClientError.self) { try await download(url, to: target) }
            #expect(error?.code == .tooLarge)
        }
    }

    @Test("what is not there leaves no digest", arguments: [404, 403, 500])
    func absent(status: Int) async throws {
        try await TestServer.with({ _ in HTTPResponse(HTTPStatus(status), .plainText, [1]) }) { (url) async throws in
            let done = try await download(url, to: DownloadTarget(try file(), limit: 100))
            #expect(done.head.status.code == status && done.digest == nil && done.moved == 0)
        }
    }

    @Test("who wants another body is asked before the file loses what it holds")
    func refusedAtTheBeginning() async throws {
        struct Refused: Error {}
        try await TestServer.with({ _ in HTTPResponse(.ok, .octetStream, Self.bytes) }) { (url) async throws in
            let file = try file(holding: [1, 2, 3])
            let target = DownloadTarget(file, limit: .max) { head in
                #expect(head.fields[.contentLength] == "700000")
                throw Refused()
            }
            await #expect(throws: Refused.self) { try await download(url, to: target) }
            #expect(try contents(file) == [1, 2, 3])
        }
    }

    @Test("what broke off goes on behind what is there")
    func resumed() async throws {
        let answers = [
            Self.head("200 OK", "Content-Length: 1000\r\nETag: \"1\"", Self.text[..<400]),
            Self.head(
                "206 Partial Content",
                "Content-Length: 600\r\nContent-Range: bytes 400-999/1000\r\nETag: \"1\"",
                Self.text[400...]
            ),
        ]
        try await LyingServer.with(answers) { (url) async throws in
            let file = try file()
            let done = try await download(url, to: DownloadTarget(file, limit: 1000))
            #expect(try contents(file) == Self.text)
            #expect(done.digest?.sha512 == SHA512.hash(Self.text) && done.moved == 1000)
        }
    }

    @Test("a download is taken up from what an earlier one left", arguments: [true, false])
    func prefix(isSame: Bool) async throws {
        try await TestServer.with({ request in
            #expect(request.fields[.range] == "bytes=300-" && request.fields[.ifRange] == "\"1\"")
            guard isSame else { return HTTPResponse(.ok, .octetStream, Self.text.reversed()) }
            let fields: HTTPFields = [.contentRange: "bytes 300-999/1000"]
            return HTTPResponse(.partialContent, fields: fields, body: .bytes(Array(Self.text[300...])))
        }) { (url) async throws in
            let file = try file(holding: Array(Self.text[..<300]))
            let done = try await download(url, to: DownloadTarget(file, prefix: EntityTag("1"), limit: 1000))
            let expected = isSame ? Self.text : Self.text.reversed()
            #expect(try contents(file) == expected && done.digest?.sha512 == SHA512.hash(expected))
            #expect(done.moved == (isSame ? 700 : 1000))
        }
    }

    @Test("a start that is no start any more is dropped")
    func notSatisfiable() async throws {
        try await TestServer.with({ request in
            request.fields[.range] == nil
                ? HTTPResponse(.ok, .octetStream, Self.text) : HTTPResponse(.rangeNotSatisfiable)
        }) { (url) async throws in
            let file = try file(holding: Self.bytes)
            let target = DownloadTarget(file, prefix: EntityTag("1"), limit: 1000)
            #expect(try await download(url, to: target).digest?.sha512 == SHA512.hash(Self.text))
            #expect(try contents(file) == Self.text)
        }
    }

    @Test("without a strong tag it starts over", arguments: ["W/\"1\"", "1"])
    func weak(tag: String) async throws {
        let answers = [
            Self.head("200 OK", "Content-Length: 1000\r\nETag: \(tag)", Self.text[..<400]),
            Self.head("200 OK", "Content-Length: 1000\r\nETag: \(tag)", Self.text[...]),
        ]
        try await LyingServer.with(answers) { (url) async throws in
            let file = try file()
            let done = try await download(url, to: DownloadTarget(file, limit: 1000))
            #expect(try contents(file) == Self.text && done.moved == 1400)
        }
    }

    @Test(
        "another part than was asked for is refused",
        arguments: [
            "Content-Range: bytes 399-999/1000", "Content-Range: bytes 401-999/1000", "Content-Range: bytes */1000",
            "Content-Range: pages 400-999/1000", "X: y", "Content-Range: bytes 400-999/1000\r\nETag: \"2\"",
        ]
    )
    func wrongPart(fields: String) async throws {
        let part = Self.head("206 Partial Content", "Content-Length: 600\r\n\(fields)", Self.text[400...])
        try await LyingServer.with([part]) { (url) async throws in
            let file = try file(holding: Array(Self.text[..<400]))
            let target = DownloadTarget(file, prefix: EntityTag("1"), limit: 1000)
            let error = await #expect(throws: HTTPClientError.self) { try await download(url, to: target) }
            #expect(error?.code == .wrongRange)
        }
    }

    @Test("a part that ends before the whole does is no end")
    func shortPart() async throws {
        let part = Self.head(
            "206 Partial Content",
            "Content-Length: 100\r\nContent-Range: bytes 400-499/1000",
            Self.text[400..<500]
        )
        let rest = Self.head(
            "206 Partial Content",
            "Content-Length: 500\r\nContent-Range: bytes 500-999/1000",
            Self.text[500...]
        )
        try await LyingServer.with([part, rest]) { (url) async throws in
            let file = try file(holding: Array(Self.text[..<400]))
            let target = DownloadTarget(file, prefix: EntityTag("1"), limit: 1000)
            #expect(try await download(url, to: target).digest?.sha512 == SHA512.hash(Self.text))
        }
    }

    @Test("progress says how much has come")
    func progress() async throws {
        try await TestServer.with({ _ in HTTPResponse(.ok, .octetStream, Self.bytes) }) { (url) async throws in
            let received = Count()
            var request = ClientRequest.patient(.GET, url)
            request.progress = { received.value.add($0, ordering: .relaxed) }
            let target = DownloadTarget(try file(), limit: .max)
            _ = try await HTTPClient().download(request, to: target, on: Self.pool)
            #expect(received.value.load(ordering: .relaxed) == 700_000)
        }
    }

    private final class Count: Sendable {
        let value = Atomic<Int64>(0)
    }
}
