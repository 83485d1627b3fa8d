import HTTPClient
import HTTPMessages
import HTTPServer
import Posix
import Synchronization
import TestSupport
import Testing

@Suite("What is bounded", .ends)
struct LimitTests {
    /// Ten million zeros, compressed with gzip to some ten thousand bytes.
    private static func bomb() throws -> [UInt8] {
        let folder = TemporaryDirectory.current
        let made = try StockTool("sh").run(["-c", "head -c 10000000 /dev/zero | gzip -c > bomb"], in: folder)
        try #require(made.status == 0)
        return try Directory(opening: AbsolutePath(folder)).open(RelativePath("bomb")).readAll(limit: 1 << 20)
    }

    private func gzipped(_ url: String) -> ClientRequest {
        var request = ClientRequest.patient(.GET, url)
        request.takesGzip = true
        return request
    }

    @Test(
        "what comes compressed is handed on as it was, and a bomb is refused",
        .temporaryDirectory,
        .needs("gzip", "sh")
    )
    func compressed() async throws {
        let bytes = try Self.bomb()
        try await TestServer.with({ request in
            #expect(request.fields[HTTPFieldName("Accept-Encoding")] == "gzip")
            return HTTPResponse(.ok, fields: [HTTPFieldName("Content-Encoding"): "gzip"], body: .bytes(bytes))
        }) { (url) async throws in
            let client = HTTPClient()
            let body = try await client.send(gzipped(url), limit: 10_000_000).body
            #expect(body == [UInt8](repeating: 0, count: 10_000_000))
            #expect(client.bytesReceived == Int64(bytes.count))
            let error = await #expect(throws: HTTPClientError.self) {
                try await client.send(gzipped(url), limit: 9_999_999)
            }
            #expect(error?.code == .tooLarge)
        }
    }

    @Test("a body whose compression is broken is none", arguments: [[], [31, 139], [1, 2, 3, 4]] as [[UInt8]])
    func brokenCompression(bytes: [UInt8]) async throws {
        try await TestServer.with({ _ in
            let body = [UInt8]([31, 139, 8, 0, 0, 0, 0, 0, 0, 3]) + bytes + [255, 255]
            return HTTPResponse(.ok, fields: [HTTPFieldName("Content-Encoding"): "gzip"], body: .bytes(body))
        }) { (url) async throws in
            let error = await #expect(throws: HTTPClientError.self) { try await HTTPClient().send(gzipped(url)) }
            #expect(error?.code == .refused)
        }
    }

    @Test(
        "more bytes than allowed are refused as they are sent, before their end",
        arguments: [(10, false), (9, true)]
    )
    func wire(limit: Int64, isRefused: Bool) async throws {
        try await TestServer.with({ _ in HTTPResponse(.ok, .plainText, Array("0123456789".utf8)) }) {
            (url) async throws in
            var request = ClientRequest.patient(.GET, url)
            request.wireLimit = limit
            do {
                let body = try await HTTPClient().send(request).body
                #expect(!isRefused && body.count == 10)
            } catch let error as HTTPClientError {
                #expect(isRefused && error.code == .tooLarge)
            }
        }
    }

    @Test("no more requests than allowed go to one host at a time, and the others come after")
    func requestsPerHost() async throws {
        let (running, most) = (Counter(), Counter())
        try await TestServer.with({ _ in
            let now = running.value.add(1, ordering: .relaxed).newValue
            most.value.max(now, ordering: .relaxed)
            for _ in 0..<50 { await Task.yield() }
            running.value.subtract(1, ordering: .relaxed)
            return HTTPResponse(.ok)
        }) { (url) async throws in
            let client = HTTPClient(ClientSettings(requestsPerHost: 3))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<40 { tasks.addTask { _ = try await client.send(ClientRequest.patient(.GET, url)) } }
                try await tasks.waitForAll()
            }
            #expect((1...3).contains(most.value.load(ordering: .relaxed)))
        }
    }

    @Test("a request that waits for its turn can be cancelled, and one after it still gets its own")
    func cancelledWhileWaiting() async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        try await TestServer.with({ request in
            guard request.target.raw == "/first" else { return HTTPResponse(.ok) }
            arrival.finish()
            try await Task.sleep(for: .seconds(1000))
            return HTTPResponse(.ok)
        }) { (url) async throws in
            let client = HTTPClient(ClientSettings(requestsPerHost: 1))
            let first = Task { try await client.send(ClientRequest.patient(.GET, "\(url)/first")) }
            for await _ in arrivals {}
            let second = Task { try await client.send(ClientRequest.patient(.GET, "\(url)/second")) }
            let third = Task { try await client.send(ClientRequest.patient(.GET, "\(url)/third")) }
            second.cancel()
            await #expect(throws: CancellationError.self) { try await second.value }
            first.cancel()
            #expect(try await third.value.head.status == .ok)
        }
    }

    @Test("a slow taker holds up its own transfer alone, and gets every byte")
    func slowTaker() async throws {
        let body = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await TestServer.with({ request in
            HTTPResponse(.ok, .octetStream, request.target.raw == "/large" ? body : [1])
        }) { (url) async throws in
            let client = HTTPClient()
            let taken = try await client.receive(ClientRequest.patient(.GET, "\(url)/large")) { _, pieces in
                // While nothing is taken of the large one, a small one comes through.
                #expect(try await client.send(ClientRequest.patient(.GET, url)).body == [1])
                #expect(client.bytesReceived < 5_000_000)
                return try await pieces.collect(url, limit: .max)
            }
            #expect(taken == body)
        }
    }

    private final class Counter: Sendable {
        let value = Atomic(0)
    }
}

@Suite("Bandwidth")
struct BandwidthTests {
    private static let start = ContinuousClock.now

    @Test("a debt is paid at the rate, unused time is kept for a tenth of a second")
    func throttle() {
        var throttle = Throttle(rate: 1000, now: Self.start)
        #expect(throttle.delay(now: Self.start) == .zero)
        throttle.charge(600)
        #expect(throttle.delay(now: Self.start) > .milliseconds(499))
        #expect(throttle.delay(now: Self.start + .milliseconds(400)) > .milliseconds(99))
        #expect(throttle.delay(now: Self.start + .milliseconds(502)) == .zero)
        throttle.charge(200)
        #expect(throttle.delay(now: Self.start + .seconds(100)) == .zero)
        throttle.charge(200)
        #expect(throttle.delay(now: Self.start + .seconds(100)) > .milliseconds(99))
    }

    @Test("another rate holds from now on, and none at once")
    func change() {
        var throttle = Throttle(rate: 1000, now: Self.start)
        throttle.charge(10_100)
        throttle.change(to: 5000, now: Self.start)
        #expect(throttle.delay(now: Self.start + .seconds(1)) > .milliseconds(990))
        throttle.change(to: nil, now: Self.start + .seconds(1))
        throttle.charge(.max)
        #expect(throttle.delay(now: Self.start + .seconds(1)) == .zero)
    }

    @Test("all transfers together bring no more than the client is allowed", .ends)
    func together() async throws {
        try await TestServer.with({ _ in HTTPResponse(.ok, .octetStream, [UInt8](repeating: 7, count: 250_000)) }) {
            (url) async throws in
            let client = HTTPClient(ClientSettings(bytesPerSecond: 1_000_000))
            let began = ContinuousClock.now
            try await withThrowingTaskGroup(of: Int.self) { tasks in
                for _ in 0..<4 { tasks.addTask { try await client.send(ClientRequest.patient(.GET, url)).body.count } }
                for try await count in tasks { #expect(count == 250_000) }
            }
            // What may come at once, and what is on its way when it is too much, is not waited for.
            #expect(ContinuousClock.now - began > .milliseconds(600))
            #expect(client.bytesReceived == 1_000_000)
            client.limitBandwidth(to: nil)
            #expect(try await client.send(ClientRequest.patient(.GET, url)).body.count == 250_000)
        }
    }
}
