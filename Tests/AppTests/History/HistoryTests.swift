import API
import HTTPMessages
import JSON
import Logging
import Persistence
import Synchronization
import TestSupport
import Testing
import Time

@testable import App

@Suite("The history of the storage", .temporaryDirectory, .ends)
struct HistoryTests {
    private static let hour = Duration.seconds(3600)
    /// The first hour of a day.
    private static let start = Moment(seconds: 20_000 * 86_400)

    private func note(_ bytes: Int64, at moment: Moment, in table: SampleTable) async throws {
        let sample = StorageHistory.RepositorySample(
            at: moment,
            files: 1,
            bytes: bytes,
            packages: 1,
            versions: 1,
            findings: 0
        )
        let disk = StorageHistory.DiskSample(at: moment, totalBytes: 1000, freeBytes: 1000 - bytes)
        try await table.note([("npm", sample)], [("/srv", disk)], at: moment)
    }

    private func bytes(_ table: SampleTable, since: Moment? = nil) async throws -> [Int64] {
        let history = try await table.history(since: since, repository: nil)
        #expect(
            history.disks.first?.samples.map { 1000 - $0.freeBytes } == history.repositories.first?.samples.map(\.bytes)
        )
        return history.repositories.first?.samples.map(\.bytes) ?? []
    }

    @Test("an hour has one sample: the last one that was taken in it")
    func hourly() async throws {
        let table = SampleTable(database: try await Database(.memory))
        for (index, minutes) in [0, 59, 60, 119, 121].enumerated() {
            try await note(Int64(index), at: Self.start + .seconds(60 * minutes), in: table)
        }
        #expect(try await bytes(table) == [1, 3, 4])
        #expect(try await bytes(table, since: Self.start + Self.hour) == [3, 4])
        #expect(try await table.history(since: nil, repository: "other").repositories.isEmpty)
    }

    @Test("after two weeks a day has one sample, and after three years none")
    func thinned() async throws {
        let table = SampleTable(database: try await Database(.memory))
        for hour in 0..<(20 * 24) { try await note(Int64(hour), at: Self.start + Self.hour * hour, in: table) }
        // The newest is of hour 479: what is older than 336 hours is thinned, to the last hour of each day.
        let days = [23, 47, 71, 95, 119].map(Int64.init)
        #expect(try await bytes(table) == days + Array(143..<480))
        let later = Self.start + Self.hour * Int(SampleTable.keptHours + 48)
        try await note(7, at: later, in: table)
        let left = (2..<20).map { Int64($0 * 24 + 23) } + [7]
        #expect(try await bytes(table) == left)
    }

    @Test("a sample is taken at the start and every hour, also after one that failed")
    func sampler() async throws {
        let clock = ManualClock()
        let count = Mutex(0)
        let lines = LogRecorder()
        let sampler = StorageSampler(
            take: {
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                if number == 2 { throw TestFailure() }
            },
            clock: clock,
            logger: lines.logger
        )
        let task = Task { await sampler.run() }
        for expected in 1...3 {
            await clock.waitForSleepers()
            #expect(count.withLock(\.self) == expected)
            clock.advance(by: StorageSampler.pause)
        }
        await clock.waitForSleepers()
        task.cancel()
        await task.value
        #expect(count.withLock(\.self) == 4)
        #expect(lines.messages == ["how much lies where could not be noted"])
    }

    private struct TestFailure: Error {}

    @Test("collecting notes what was read, and the route tells it")
    func route() async throws {
        try await Station.with(["near", "other"]) { station in
            try await station.collect("near")
            let history = try await station.get("/storage/history").json
            let series = history["repositories"]?.arrayValue ?? []
            #expect(series.map { $0["name"]?.stringValue } == ["near"])
            let sample = series.first?["samples"]?.arrayValue?.first
            #expect(sample?["bytes"] == .integer(Int64(SampleStorage.bytes)) && sample?["packages"] == 2)
            #expect(history["disks"]?.arrayValue?.first?["samples"]?.arrayValue?.first?["free_bytes"] != nil)
            #expect(try await station.get("/storage/history?repository=other").json["repositories"] == [])
            #expect(try await station.get("/storage/history?since=2999-01-01T00:00:00Z").json["disks"] == [])
            for query in ["repository=x", "since=yesterday"] {
                #expect(try await station.get("/storage/history?\(query)").status == .unprocessableContent)
            }
        }
    }
}

/// Keeps the messages that were logged.
private final class LogRecorder: Sendable {
    private let kept = Mutex<[String]>([])

    var messages: [String] { kept.withLock(\.self) }

    var logger: Logger {
        Logger(label: "test", sink: LogSink { event in self.kept.withLock { $0.append(event.message) } })
    }
}
