import HTTPClient
import HTTPMessages
import HTTPServer
import Posix
import Synchronization
import TestSupport
import Testing
import Time

@Suite("Trying again", .ends)
struct RetryTests {
    private static let policy = RetryPolicy(
        attempts: 4,
        firstDelay: .seconds(1),
        longestDelay: .seconds(3),
        longestRequest: .seconds(60)
    )
    private static let now = Moment(seconds: 784_111_777)

    /// Notes the waits, and does not wait.
    private final class Waits: Sendable {
        private let durations = Mutex<[Duration]>([])
        var all: [Duration] { durations.withLock { $0 } }

        var environment: RetryEnvironment {
            RetryEnvironment(
                random: { 0.5 },
                sleep: { duration in self.durations.withLock { $0.append(duration) } },
                clock: WallClock { RetryTests.now }
            )
        }
    }

    /// What the n-th request is answered with.
    private func fetch(_ answers: [HTTPResponse]) async throws -> (HTTPStatus, requests: Int, waits: [Duration]) {
        let count = Count()
        let waits = Waits()
        let status = Mutex(HTTPStatus.ok)
        try await TestServer.with({ _ in
            let number = count.value.add(1, ordering: .relaxed).oldValue
            return answers[min(number, answers.count - 1)]
        }) { (url) async throws in
            let request = ClientRequest.patient(.GET, url)
            let answer = try await HTTPClient().fetch(request, retrying: Self.policy, in: waits.environment)
            status.withLock { $0 = answer.head.status }
        }
        return (status.withLock { $0 }, count.value.load(ordering: .relaxed), waits.all)
    }

    @Test("what may pass is tried again, ever later", arguments: [408, 425, 429, 500, 502, 503, 504])
    func transient(status: Int) async throws {
        let failure = HTTPResponse(HTTPStatus(status))
        let (last, requests, waits) = try await fetch([failure, failure, HTTPResponse(.ok)])
        #expect(last == .ok && requests == 3 && waits == [.milliseconds(750), .milliseconds(1500)])
    }

    @Test("what stays is not tried again", arguments: [200, 204, 304, 400, 401, 403, 404, 405, 410, 451, 501, 505])
    func lasting(status: Int) async throws {
        let (last, requests, waits) = try await fetch([HTTPResponse(HTTPStatus(status))])
        #expect(last.code == status && requests == 1 && waits.isEmpty)
    }

    @Test("the last answer stands when attempts run out")
    func exhausted() async throws {
        let (last, requests, waits) = try await fetch([HTTPResponse(.serviceUnavailable)])
        #expect(last == .serviceUnavailable && requests == 4)
        #expect(waits == [.milliseconds(750), .milliseconds(1500), .milliseconds(2250)])
    }

    @Test(
        "a server's wish for a wait is heeded, within bounds",
        arguments: [
            ("7", [Duration.seconds(7)]),
            ("0", [.milliseconds(750)]),
            ("soon", [.milliseconds(750)]),
            ("-1", [.milliseconds(750)]),
            ("61", []),
            ("99999999999999999999", []),
            ("Sun, 06 Nov 2094 08:49:37 GMT", []),
        ] as [(String, [Duration])]
    )
    func retryAfter(value: String, expected: [Duration]) async throws {
        let failure = HTTPResponse(.tooManyRequests, fields: [.retryAfter: value])
        let (last, requests, waits) = try await fetch([failure, HTTPResponse(.ok)])
        #expect(waits == expected && requests == expected.count + 1)
        #expect(last == (expected.isEmpty ? .tooManyRequests : .ok))
    }

    @Test(
        "a moment for the next try is meant by the clock of who names it, as far as that is said",
        arguments: [
            (nil, "Sun, 06 Nov 1994 08:49:47 GMT", [Duration.seconds(10)]),
            (nil, "Sun, 06 Nov 1994 08:00:00 GMT", [.milliseconds(750)]),
            (nil, "Mon, 07 Nov 1994 08:49:47 GMT", []),
            // A day ahead, a day behind, and no date at all.
            ("Mon, 07 Nov 1994 08:49:37 GMT", "Mon, 07 Nov 1994 08:49:47 GMT", [.seconds(10)]),
            ("Sat, 05 Nov 1994 08:49:37 GMT", "Sat, 05 Nov 1994 08:49:47 GMT", [.seconds(10)]),
            ("Sat, 05 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:47 GMT", []),
            ("yesterday", "Sun, 06 Nov 1994 08:49:47 GMT", [.seconds(10)]),
        ] as [(String?, String, [Duration])]
    )
    func retryDate(date: String?, value: String, expected: [Duration]) async throws {
        let sent = date.map { "Date: \($0)\r\n" } ?? ""
        let refusal = "HTTP/1.1 429 Slow Down\r\n\(sent)Retry-After: \(value)\r\nContent-Length: 0\r\n\r\n"
        let waits = Waits()
        try await LyingServer.with([refusal, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]) { (url) async throws in
            let request = ClientRequest.patient(.GET, url)
            let answer = try await HTTPClient().fetch(request, retrying: Self.policy, in: waits.environment)
            #expect(answer.head.status == (expected.isEmpty ? .tooManyRequests : .ok))
        }
        #expect(waits.all == expected)
    }

    @Test("a connection that breaks is tried again, and the last error is thrown")
    func transport() async throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
        let waits = Waits()
        try await LyingServer.with([answer, answer + "o", answer + "ok"]) { (url) async throws in
            let request = ClientRequest.patient(.GET, url)
            let response = try await HTTPClient().fetch(request, retrying: Self.policy, in: waits.environment)
            #expect(response.body == Array("ok".utf8) && waits.all.count == 2)
        }
        let closed = try Listener(binding: .loopback(port: 0))
        closed.close()
        let error = await #expect(throws: HTTPClientError.self) {
            let request = ClientRequest.patient(.GET, "http://\(closed.address)/")
            return try await HTTPClient().fetch(request, retrying: Self.policy, in: waits.environment)
        }
        #expect(error?.code == .unreachable && waits.all.count == 5)
    }

    @Test("a wait can be cancelled")
    func cancelled() async throws {
        let clock = ManualClock()
        let environment = RetryEnvironment(
            random: { 0 },
            sleep: { try await clock.sleep(for: $0) },
            clock: WallClock { RetryTests.now }
        )
        try await TestServer.with({ _ in HTTPResponse(.serviceUnavailable) }) { (url) async throws in
            let fetch = Task {
                try await HTTPClient().fetch(ClientRequest.patient(.GET, url), retrying: Self.policy, in: environment)
            }
            await clock.waitForSleepers()
            fetch.cancel()
            await #expect(throws: CancellationError.self) { try await fetch.value }
        }
    }

    @Test("waits grow to a bound, and chance makes at most half of one")
    func delays() {
        let policy = Self.policy
        #expect(policy.delay(after: 1, random: 0) == .milliseconds(500))
        #expect(policy.delay(after: 2, random: 1) == .seconds(2))
        #expect(policy.delay(after: 1000, random: 1) == .seconds(3))
    }

    private final class Count: Sendable {
        let value = Atomic(0)
    }
}
