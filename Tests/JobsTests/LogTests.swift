import JSON
import Logging
import Posix
import Reporting
import TestSupport
import Testing
import Time

@testable import Jobs

@Suite("The log of a job", .temporaryDirectory, .ends)
struct LogTests {
    @Test("has what the work said as JSON lines, between its start and its end")
    func lines() async throws {
        let kind = JobKind(name: "scan", claims: { _ in [] }) { context in
            context.reporter.log(.warning, "broken\n\"file\"", ["path": "a/ü.tgz"])
            return .done
        }
        let shop = try await Workshop([kind])
        let job = try await shop.job(shop.enqueue("scan").id, becomes: .succeeded)
        let lines = try shop.log(of: job.id)
        #expect(lines.map { $0["message"]?.stringValue } == ["started", "broken\n\"file\"", "succeeded"])
        #expect(lines.map { $0["level"]?.stringValue } == ["info", "warning", "info"])
        #expect(lines.allSatisfy { $0["label"] == "scan" })
        #expect(lines.allSatisfy { $0["time"] == "2023-11-14T22:13:20.000Z" })
        #expect(lines[1]["path"] == "a/ü.tgz")
        #expect(job.logBytes == (try shop.logs.info(RelativePath("\(job.id).log"))?.size))
    }

    @Test("tells who started the job, and what each step came to")
    func story() async throws {
        let kind = JobKind(name: "scan", claims: { _ in [] }) { context in
            context.reporter.begin(Step("walk"), unit: .packages)
            context.reporter.advance(by: 12)
            context.reporter.begin(Step("read"), total: 10, unit: .files)
            context.reporter.advance(by: 3)
            throw Hiccup()
        }
        let shop = try await Workshop([kind])
        let job = try await shop.job(shop.enqueue("scan").id, becomes: .failed)
        let lines = try shop.log(of: job.id)
        #expect(lines.first?["initiator"]?.stringValue == job.initiator)
        let messages = lines.compactMap { $0["message"]?.stringValue }
        #expect(
            messages == ["started", "walk: 12 packages", "read: 3 of 10 files, broken off", "failed"]
        )
    }

    @Test("goes on in the next attempt")
    func attempts() async throws {
        let kind = JobKind(
            name: "flaky",
            maximumAttempts: 2,
            backoff: Backoff(first: .seconds(11)),
            claims: { _ in [] },
            run: { _ in throw Hiccup() }
        )
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("flaky")
        await shop.clock.pass(.seconds(11))
        let ended = try await shop.job(job.id, becomes: .failed)
        let messages = try shop.log(of: job.id).compactMap { $0["message"]?.stringValue }
        #expect(messages == ["started", "failed, but another attempt follows", "started", "failed"])
        #expect(ended.logBytes == (try shop.logs.info(RelativePath("\(job.id).log"))?.size))
    }

    @Test("is not there while the job waits")
    func none() async throws {
        let shop = try await Workshop([.patient("a", until: Signal()), .instant("b")], concurrency: 1)
        _ = try await shop.enqueue("a")
        let waiting = try await shop.enqueue("b")
        #expect(try shop.log(of: waiting.id).isEmpty)
        #expect(waiting.logBytes == 0)
    }

    @Test("stops growing at its limit and says so")
    func limit() throws {
        let logs = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        let log = JobLog(of: "000000000000", in: logs, limit: 500)
        let event = LogEvent(time: Moment(seconds: 0), level: .info, label: "a", message: "line")
        for _ in 0..<100 { log.append(event) }
        let bytes = try logs.open(RelativePath("000000000000.log")).readAll(limit: 1 << 20)
        let lines = bytes.split(separator: 0x0A)
        #expect(lines.count < 10)
        #expect(try JSONValue(parsing: Array(lines[lines.count - 1]))["message"] == "the log is full: no more is kept")
        #expect(log.bytes == Int64(bytes.count))
    }

    @Test("does not make a job fail that cannot be written")
    func unwritable() async throws {
        let shop = try await Workshop([.instant()])
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try folder.removeAll(RelativePath("logs"))
        let job = try await shop.enqueue("instant")
        try await shop.job(job.id, becomes: .succeeded)
    }
}
