import Foundation
import HTTPMessages
import HTTPServer
import JSON
import Jobs
import Persistence
import Posix
import SQLite
import TestSupport
import Testing
import Time
import Transfer
import Trees

@testable import App

@Suite("The kept detail of a package", .temporaryDirectory)
struct PackageAnswerTests {
    /// So far ahead that what was written just now counts as settled.
    private static let ahead = WallClock { WallClock.system.now() + .seconds(10) }

    private var document: String { "\(TemporaryDirectory.current)/npm/a/package.json" }

    private func kept(_ station: Station) async throws -> Bool {
        let repository = try station.application.repository(nil)
        let key = await PackageAnswer.Key("a", in: repository, at: station.application.clock.now())
        let revision = try await station.application.database.revision()
        return try station.routes.packages.value(#require(key), at: revision) != nil
    }

    /// Asks for the package, and holds the answer against that of routes which never answered before.
    private func detail(_ station: Station) async throws -> Answer {
        let answer = try await station.get("/packages/a")
        let fresh = try Routes(
            station.application,
            jobs: station.jobs,
            schedules: station.schedules,
            address: .loopback(port: 1)
        )
        let expected = try await Answer(fresh.responder(HTTPRequest(.GET, RequestTarget("/packages/a"))))
        #expect(answer.bytes == expected.bytes && answer.fields[.etag] == expected.fields[.etag])
        return answer
    }

    /// Another process writes the document anew, of the same length.
    private func point(latest version: String) throws {
        let text = try String(contentsOfFile: document, encoding: .utf8)
        let other = text.replacing(/"latest":"[^"]*"/, with: "\"latest\":\"\(version)\"")
        #expect(other.utf8.count == text.utf8.count)
        try Data(other.utf8).write(to: URL(filePath: document), options: .atomic)
    }

    @Test("is sent while nothing is another, with the same tag, and who has it is told so")
    func serves() async throws {
        try await Station.with(clock: Self.ahead) { station in
            try await station.collect()
            #expect(try await !kept(station))
            let first = try await detail(station)
            #expect(try await kept(station))
            let again = try await detail(station)
            #expect(again.bytes == first.bytes && again.fields[.cacheControl] == first.fields[.cacheControl])
            let tag = try #require(first.fields[.etag])
            let known = try await station.get("/packages/a", [.ifNoneMatch: tag])
            #expect(known.status == .notModified && known.bytes.isEmpty && known.fields[.etag] == tag)
            #expect(try await station.send(.HEAD, "/packages/a", [.ifNoneMatch: tag]).status == .notModified)
        }
    }

    @Test("goes with its document, which others may write at any time")
    func rewritten() async throws {
        try await Station.with(clock: Self.ahead) { station in
            try await station.collect()
            for version in ["1.0.0", "1.1.0", "1.2.0", "1.0.0"] {
                try point(latest: version)
                for _ in 0..<2 { #expect(try await detail(station).json["dist_tags"] == ["latest": .string(version)]) }
                #expect(try await kept(station))
            }
            try FileManager.default.removeItem(atPath: document)
            #expect(try await detail(station).json["dist_tags"] == [:])
        }
    }

    @Test("is not kept while its document may be written again without its times showing it")
    func unsettled() async throws {
        try await Station.with { station in
            try await station.collect()
            for version in ["1.0.0", "1.1.0"] {
                try point(latest: version)
                #expect(try await detail(station).json["dist_tags"] == ["latest": .string(version)])
                let repository = try station.application.repository(nil)
                #expect(await PackageAnswer.Key("a", in: repository, at: station.application.clock.now()) == nil)
            }
        }
    }

    @Test("goes with whatever is known of the package: files, findings, artifacts")
    func changes() async throws {
        try await Station.with(clock: Self.ahead) { station in
            try await station.collect()
            #expect(try await detail(station).json["files"] == 2)
            let folder = "\(TemporaryDirectory.current)/npm/a"
            try SampleStorage.write("rot", "a-1.0.0.tgz", in: folder)
            try SampleStorage.write("a@1.2.0\n", "a-1.2.0.tgz", in: folder)
            try await station.collect()
            let broken = try await detail(station)
            #expect(broken.json["files"] == 3 && broken.json["findings"] == 1)
            let finding = try #require(try await station.get("/broken-archives").items.first?["id"]?.stringValue)
            #expect(try await station.post("/broken-archives/\(finding)/ignore").status == .ok)
            let ignored = try await detail(station)
            #expect(ignored.json["findings"] == 0)
            #expect(ignored.json["finding_details"]?.arrayValue?.first?["state"] == "ignored")
            let artifact = try await station.build()
            let carriers = { (answer: Answer) in answer.json["versions"]?.arrayValue?[1]["artifacts"] }
            #expect(carriers(try await detail(station)) == .array([.string(artifact)]))
            #expect(try await station.send(.DELETE, "/artifacts/\(artifact)?force=true").status == .noContent)
            #expect(carriers(try await detail(station)) == [])
        }
    }

    @Test("goes with what another process writes to the database")
    func elsewhere() async throws {
        try await Station.with(clock: Self.ahead) { station in
            try await station.collect()
            _ = try await detail(station)
            #expect(try await kept(station))
            let other = try await Database(.file(station.application.configuration.values.paths.database))
            try await other.write { try $0.execute("UPDATE content_changes SET at = 978307200000 WHERE package = 'a'") }
            #expect(try await detail(station).json["updated"] == "2001-01-01T00:00:00.000Z")
            try await other.write { try $0.execute("DELETE FROM packages WHERE name = 'a'") }
            #expect(try await station.get("/packages/a").status == .notFound)
            try await other.close()
        }
    }
}
