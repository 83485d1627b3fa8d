import HTTPClient
import HTTPMessages
import HTTPServer
import JSON
import Posix
import Synchronization
import TestSupport
import Testing
import Trees

@testable import Npm

@Suite("What is said of an upstream's faults", .temporaryDirectory, .ends)
struct UpstreamFaultTests {
    private let ms: PackageName

    init() throws { ms = try PackageName("ms") }

    /// A fault, and what is said of it.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let response: HTTPResponse
        let code: SupplyError.Code
        let cause: String
        let hint: String

        init(_ name: String, _ response: HTTPResponse, _ code: SupplyError.Code, _ cause: String, _ hint: String) {
            (testDescription, self.response, self.code, self.cause, self.hint) = (name, response, code, cause, hint)
        }

        /// Fewer bytes than are announced.
        static let cutOff = HTTPResponse(
            .ok,
            fields: [.contentLength: "50"],
            body: .stream { writer in try await writer.write(Array("1.0.0".utf8)) }
        )
        static let page = HTTPResponse(
            .ok,
            fields: [.contentType: "text/html"],
            body: .bytes(Array("<html>sign in</html>".utf8))
        )
        static let again = "See that the upstream answers, then try again"
    }

    @Test(
        "A tarball that is not to be had is named with the cause and the next step, and nothing of it stays",
        arguments: [
            Row("404", HTTPResponse(.notFound), .gone, "answers 404", "Nothing can be done here"),
            Row("401", HTTPResponse(.unauthorized), .unavailable, "answers 401", "Check upstream_auth"),
            Row("500", HTTPResponse(.internalServerError), .unavailable, "answers 500", Row.again),
            Row("cut off", Row.cutOff, .unavailable, "the answer broke off", Row.again),
            Row("page", Row.page, .wrong, "is not the file that its version states", "Ask whoever runs http"),
        ]
    )
    func tarballs(row: Row) async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            upstream.publish(TestPackage("ms", "1.0.0"), at: url)
            upstream.answer("/ms/-/ms-1.0.0.tgz", row.response)
            let storage = try FilledStorage(url)
            _ = try await storage.pull.revalidate(ms)
            let error = try await #require(throws: SupplyError.self) {
                try await storage.pull.supply(storage.wanted("ms", "1.0.0"), of: ms)
            }
            #expect(error.subject == "ms/ms-1.0.0.tgz" && error.code == row.code)
            #expect(error.cause.contains(row.cause) && error.hint.hasPrefix(row.hint), "\(error)")
            #expect(try storage.names(in: "ms") == ["package.json"])
        }
    }

    @Test(
        "A document that is not to be had is named so, too, and what is there stays",
        arguments: [
            Row("401", HTTPResponse(.unauthorized), .unavailable, "answers 401", "Check upstream_auth"),
            Row("500", HTTPResponse(.internalServerError), .unavailable, "answers 500", Row.again),
            Row("cut off", Row.cutOff, .unavailable, "the answer broke off", Row.again),
            Row("page", Row.page, .wrong, "was answered with a page (text/html)", "See what http"),
        ]
    )
    func documents(row: Row) async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            upstream.publish(TestPackage("ms", "1.0.0"), at: url)
            let storage = try FilledStorage(url)
            _ = try await storage.pull.revalidate(ms)
            let before = try storage.bytes("ms/package.json")
            upstream.answer("/ms", row.response)
            storage.advance(by: .seconds(300))
            let error = try await #require(throws: SupplyError.self) { try await storage.pull.revalidate(ms) }
            #expect(error.subject == "ms" && error.code == row.code)
            #expect(error.cause.contains(row.cause) && error.hint.hasPrefix(row.hint), "\(error)")
            #expect(try storage.bytes("ms/package.json") == before)
        }
    }

    @Test("Where nobody answers that is said, and that others were not asked for")
    func away() async throws {
        let storage = try FilledStorage("http://127.0.0.1:1")
        for _ in 0..<2 {
            let error = await #expect(throws: SupplyError.self) { try await storage.pull.revalidate(ms) }
            #expect(error?.code == .away)
            #expect(error?.cause.hasPrefix("could not be had: http://127.0.0.1:1/ms: nobody answers there") == true)
        }
        let error = await #expect(throws: SupplyError.self) { try await storage.pull.revalidate(ms) }
        #expect(error?.code == .away)
        #expect(
            error?.cause
                == "was not asked for: http://127.0.0.1:1 has not answered several times; next try in 30 s"
        )
        await #expect(throws: UpstreamError.self) { try await storage.pull.requireReachable() }
    }

    @Test("Beneath the path of an Artifactory, who asks is said for documents and tarballs alike")
    func prefix() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            let prefix = "/artifactory/api/npm/npm"
            upstream.answer("\(prefix)/ms", TestPackage("ms", "1.0.0").response(at: url + prefix))
            upstream.answer("\(prefix)/ms/-/ms-1.0.0.tgz", HTTPResponse(.ok, .octetStream, Array("1.0.0".utf8)))
            let storage = try FilledStorage("\(url)\(prefix)/", credentials: .basic(user: "ci", password: "s3cret"))
            #expect(try await storage.pull.revalidate(ms) == .fresh)
            #expect(upstream.lastFields[HTTPFieldName("Authorization")] == "Basic Y2k6czNjcmV0")
            #expect(try await storage.pull.supply(storage.wanted("ms", "1.0.0"), of: ms).size == 5)
            #expect(upstream.lastFields[HTTPFieldName("Authorization")] == "Basic Y2k6czNjcmV0")
            #expect(upstream.requests == ["\(prefix)/ms", "\(prefix)/ms/-/ms-1.0.0.tgz"])
        }
    }

    @Test("While some tarballs come slowly, all others come")
    func slow() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            // The slow ones come first by their names.
            let (slow, quick) = ((0..<4).map { "a\($0)" }, (0..<20).map { "b\($0)" })
            let clock = ManualClock()
            let left = Mutex(quick.count)
            let later = clock.now.advanced(by: .seconds(40))
            let side = try await StorageFixture("near")
            for name in slow + quick {
                upstream.publish(TestPackage(name, "1.0.0"), at: url)
                try side.add(name, "0.9.0")
            }
            for name in slow {
                let bytes = HTTPResponse.Body.stream { writer in
                    try await clock.sleep(until: later, tolerance: nil)
                    try await writer.write(Array("1.0.0".utf8))
                }
                upstream.answer("/\(name)/-/\(name)-1.0.0.tgz", HTTPResponse(.ok, body: bytes))
            }
            for name in quick {
                // The last of them ends the wait of the slow ones.
                let bytes = HTTPResponse.Body.stream { writer in
                    try await writer.write(Array("1.0.0".utf8))
                    let isLast = left.withLock { left in
                        left -= 1
                        return left == 0
                    }
                    if isLast { clock.advance(by: .seconds(40)) }
                }
                upstream.answer("/\(name)/-/\(name)-1.0.0.tgz", HTTPResponse(.ok, body: bytes))
            }
            let filled = try FilledStorage(url, in: side.storage.path)
            let report = try await RefreshTrial.run(side, filled.pull) { $0.concurrency = 5 }
            #expect(report.files == 24)
            #expect(report.packages.allSatisfy { $0.outcome == .refreshed })
        }
    }
}

@Suite("An upstream with a certificate of its own", .temporaryDirectory, .needs("openssl"), .ends)
struct PrivateUpstreamTests {
    /// An upstream of openssl(1), which sends files that hold whole answers.
    private func withUpstream(_ body: (_ url: String, _ folder: String) async throws -> Void) async throws {
        let folder = TemporaryDirectory.current
        try TestCertificate.make(in: folder, for: "IP:127.0.0.1")
        let free = try Listener(binding: .loopback(port: 0))
        let address = "\(free.address)"
        free.close()
        let files = try Directory(opening: AbsolutePath(folder))
        let url = "https://\(address)"
        let package = TestPackage("@a/b", "1.0.0")
        try files.makeDirectories(RelativePath("@a/b/-"))
        try Self.write(package.packument(at: url), "@a%2fb", in: files)
        try Self.write(Array("1.0.0".utf8), "@a/b/-/b-1.0.0.tgz", in: files)
        let server = try ChildProcess(
            StockTool("openssl").path,
            ["s_server", "-quiet", "-HTTP", "-accept", address, "-key", "key.pem", "-cert", "certificate.pem"],
            in: folder,
            environment: [:],
            input: []
        )
        defer { server.send(9) }
        try await Self.requireListening(at: free.address)
        try await body(url, folder)
    }

    private static func write(_ body: [UInt8], _ path: String, in folder: Directory) throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        try AtomicFile.write(Array(head.utf8) + body, to: RelativePath(path), in: folder)
    }

    private static func requireListening(at address: SocketAddress) async throws {
        let request = ClientRequest(.GET, "https://\(address)/")
        let atOnce = RetryPolicy(attempts: 1000, firstDelay: .milliseconds(10), longestDelay: .milliseconds(10))
        // It is there as soon as it shows what it is not trusted by.
        let error = await #expect(throws: HTTPClientError.self) {
            try await HTTPClient().fetch(request, retrying: atOnce)
        }
        try #require(error?.code == .tls)
    }

    @Test("is trusted by the file that is named as ca, for documents and tarballs; without it that is said")
    func privateAuthority() async throws {
        try await withUpstream { url, folder in
            let name = try PackageName("@a/b")
            let trusted = try FilledStorage(url, certificates: "\(folder)/certificate.pem")
            #expect(try await trusted.pull.revalidate(name) == .fresh)
            #expect(try await trusted.pull.supply(trusted.wanted("@a/b", "1.0.0"), of: name).size == 5)
            let other = try FilledStorage(url)
            let error = await #expect(throws: SupplyError.self) { try await other.pull.revalidate(name) }
            #expect(error?.cause.contains("the connection cannot be trusted") == true)
            #expect(error?.hint == "If its certificate is of your own authority, name that as ca")
        }
    }
}
