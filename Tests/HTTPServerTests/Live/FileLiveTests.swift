import FoundationEssentials
import HTTPMessages
import HTTPServer
import Posix
import TestSupport
import Testing

@Suite("Files on a live connection", .temporaryDirectory)
struct FileLiveTests {
    /// Letters whose order tells where they stand.
    private static func content(_ size: Int) -> [UInt8] {
        var bytes = (0..<min(size, 23 * 1000)).map { UInt8(ascii: "a") + UInt8($0 % 23) }
        while bytes.count < size { bytes += bytes.prefix(size - bytes.count) }
        return bytes
    }

    /// Serves the file `f` beneath the test's folder.
    private static func responder(_ folder: Directory) -> Responder {
        { request in
            let file = OpenFile(try folder.open(RelativePath("f")))
            let size = try file.descriptor.info().size
            let type = MediaType.octetStream
            return try FileResponder(file, size: size, type: type, etag: EntityTag("1"), lastModified: nil)
                .respond(to: request)
        }
    }

    private func folder(_ bytes: [UInt8]) throws -> Directory {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try AtomicFile.write(bytes, to: RelativePath("f"), in: folder)
        return folder
    }

    @Test(
        "a file of any size arrives whole, and so does the next response",
        arguments: [0, 1, 1000, 16_384, 16_385, 3_000_000]
    )
    func whole(size: Int) async throws {
        let bytes = Self.content(size)
        try await LiveServer.with(Self.responder(try folder(bytes))) { (live) async throws in
            let text = try await live.exchange(.get("/", close: false) + .get("/"))
            let body = String(decoding: bytes, as: UTF8.self)
            #expect(text.messageBody.hasPrefix(body))
            #expect(text.hasSuffix("\r\n\r\n" + body))
        }
    }

    @Test("a range is cut exactly", arguments: [0..<1, 5..<10, 9..<16_394, 262_143..<262_146, 299_999..<300_000])
    func range(range: Range<Int>) async throws {
        let bytes = Self.content(300_000)
        try await LiveServer.with(Self.responder(try folder(bytes))) { (live) async throws in
            let text = try await live.exchange(
                .get("/", "Range: bytes=\(range.lowerBound)-\(range.upperBound - 1)\r\n")
            )
            #expect(text.statusCode == 206)
            #expect(text.messageBody == String(decoding: bytes[range], as: UTF8.self))
            #expect(text.contains("\r\nContent-Range: bytes \(range.lowerBound)-\(range.upperBound - 1)/300000\r\n"))
        }
    }

    @Test("HEAD says how long the file is and sends none of it")
    func head() async throws {
        try await LiveServer.with(Self.responder(try folder(Self.content(5000)))) { (live) async throws in
            let text = try await live.exchange("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(text.contains("\r\nContent-Length: 5000\r\n") && text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test("416 says how long the file is")
    func unsatisfiable() async throws {
        try await LiveServer.with(Self.responder(try folder(Self.content(10)))) { (live) async throws in
            let text = try await live.exchange(.get("/", "Range: bytes=10-\r\n"))
            #expect(text.statusCode == 416 && text.contains("\r\nContent-Range: bytes */10\r\n"))
        }
    }

    @Test("a file that is replaced while it is sent arrives as it was")
    func replaced() async throws {
        let bytes = Self.content(16 << 20)
        let folder = try folder(bytes)
        try await LiveServer.with(Self.responder(folder)) { (live) async throws in
            let client = try await live.connect()
            try await client.send(.get("/"))
            let start = try await client.receive()
            try AtomicFile.write(Array("new".utf8), to: RelativePath("f"), in: folder)
            let rest = try await client.receiveAll()
            #expect(
                (String(decoding: start, as: UTF8.self) + rest).messageBody == String(decoding: bytes, as: UTF8.self)
            )
            #expect(try await live.exchange(.get("/")).messageBody == "new")
        }
    }

    @Test("a file that becomes shorter while it is sent breaks the connection")
    func shortened() async throws {
        let folder = try folder(Self.content(16 << 20))
        try await LiveServer.with(Self.responder(folder)) { (live) async throws in
            let client = try await live.connect()
            try await client.send(.get("/", close: false))
            let start = try await client.receive()
            try Data("short".utf8).write(to: URL(filePath: "\(TemporaryDirectory.current)/f"))
            let received = start.count + (try await client.receiveAll().utf8.count)
            #expect(received < 16 << 20)
        }
    }

    @Test("a small file that is shorter than its answer says breaks the connection")
    func shorterThanSaid() async throws {
        let folder = try folder(Array("short".utf8))
        let responder: Responder = { _ in
            let file = OpenFile(try folder.open(RelativePath("f")))
            return HTTPResponse(.ok, body: .file(FileBody(file, 0..<100)))
        }
        try await LiveServer.with(responder) { (live) async throws in
            let client = try await live.connect()
            try await client.send(.get("/", close: false) + .get("/", close: false))
            let text = try await client.receiveAll()
            #expect(text.contains("\r\nContent-Length: 100\r\n") && text.messageBody == "short")
        }
    }

    @Test("a reader that has stopped in the middle of a file leaves others unharmed")
    func stalled() async throws {
        let folder = try folder(Self.content(16 << 20))
        try await LiveServer.with(Self.responder(folder)) { (live) async throws in
            var stalled: [RawClient] = []
            for _ in 0..<8 {
                let client = try await live.connect()
                try await client.send(.get("/"))
                stalled.append(client)
            }
            #expect(try await live.exchange(.get("/", "Range: bytes=0-2\r\n")).messageBody == "abc")
            #expect(stalled.count == 8)
        }
    }
}
