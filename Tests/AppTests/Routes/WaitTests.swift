import API
import HTTPMessages
import JSON
import Jobs
import TestSupport
import Testing

@testable import App

@Suite("Waiting for a job", .temporaryDirectory, .ends)
struct WaitTests {
    /// A kind whose jobs end when `gate` does.
    private func patient(_ gate: AsyncStream<Never>) -> JobKind {
        JobKind(Collect.self, claims: { _ in [] }) { _, _ in
            for await _ in gate {}
            try Task.checkCancellation()
            return Collect.Outcome(packages: 0, files: 0, packagesRead: 0, findings: 0, leftBehind: [])
        }
    }

    @Test("a start that waits is answered with the end of the job")
    func ended() async throws {
        try await Station.with { station in
            let answer = try await station.post("/jobs/collect?wait=60")
            #expect(answer.status == .ok && answer.json["state"] == "succeeded", "\(answer.text)")
            let id = try #require(answer.json["id"]?.stringValue)
            #expect(answer.fields[.location] == "/jobs/\(id)")
        }
    }

    @Test("is over when its time is, and the job goes on")
    func bounded() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Never.self)
        try await Station.with(kinds: [patient(gate)]) { station in
            let started = try await station.post("/jobs/collect?wait=1")
            #expect(started.status == .accepted && started.json["state"] == "running", "\(started.text)")
            let path = try #require(started.fields[.location])
            #expect(try await station.get("\(path)?wait=1").json["state"] == "running")
            opener.finish()
            #expect(try await station.get("\(path)?wait=60").json["state"] == "succeeded")
        }
    }

    @Test("many wait at once for one job, and hold up nobody else")
    func many() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Never.self)
        try await Station.with(kinds: [patient(gate)]) { station in
            let path = try #require(try await station.post("/jobs/collect").fields[.location])
            try await withThrowingTaskGroup(of: JSONValue.self) { waiting in
                for _ in 0..<200 {
                    waiting.addTask { try await station.get("\(path)?wait=60").json["state"] ?? .null }
                }
                // All threads there are would be taken if a wait took one.
                #expect(try await station.get("/packages").status == .ok)
                opener.finish()
                for try await state in waiting { #expect(state == "succeeded") }
            }
        }
    }

    @Test("ends when the service does")
    func shutdown() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Never.self)
        defer { opener.finish() }
        try await Station.with(kinds: [patient(gate)]) { station in
            let path = try #require(try await station.post("/jobs/collect").fields[.location])
            async let waited = station.get("\(path)?wait=60")
            await station.jobs.stop(deadline: .far)
            #expect(try await waited.json["state"] == "interrupted")
        }
    }

    @Test("takes a minute at most, and a number", arguments: ["61", "-1", "x", "", "1.5"])
    func refused(wait: String) async throws {
        try await Station.with { station in
            for path in ["/jobs/collect", "/snapshots", "/packages/a/refresh"] {
                let answer = try await station.post("\(path)?wait=\(wait)")
                #expect(answer.status == .unprocessableContent, "\(path)")
                #expect(answer.json["errors"]?.arrayValue?.first?["parameter"] == "wait", "\(path)")
            }
            #expect(try await station.get("/jobs").items.isEmpty)
        }
    }
}
