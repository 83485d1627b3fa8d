import API
import HTTPMessages
import HTTPServer
import JSON
import Jobs
import Logging
import Posix
import TestSupport
import Testing
import Transfer

@testable import App

@Suite("A storage that came back from a backup", .temporaryDirectory, .ends)
struct RestorationTests {
    private func folder(_ name: String) throws -> Directory {
        try Directory(opening: AbsolutePath("\(TemporaryDirectory.current)/\(name)"))
    }

    @Test("is noticed by doctor and by builds; then nothing is deleted elsewhere until all is back")
    func withoutUpstream() async throws {
        try await Station.with { station in
            let repository = try station.application.repository(nil)
            _ = try await station.build()
            let own = try #require(try repository.open().existingFolder())
            func worst(_ words: String) async -> Health.Status? {
                let configuration = station.application.configuration
                let health = await Diagnosis(configuration, logger: station.application.logger).health()
                return health.checks.filter { $0.detail.contains(words) }.map(\.status).max()
            }
            try own.directory.removeAll(RelativePath("sequence"))
            try folder("npm").removeAll(RelativePath("a"))
            let shrunk = #"{"allow_shrink":true}"#
            #expect(try await station.run("/jobs/diff-build", shrunk).problem?.hint?.contains("--restored") == true)
            #expect(await worst("doctor --restored") == .fail)
            try await station.application.note(.restored, of: repository, isDryRun: true)
            #expect(try !own.isRestored)
            try await station.application.note(.restored, of: repository)
            let built = try await station.run("/jobs/diff-build", shrunk)
            #expect(built.result["changed"] == false && built.state == .succeeded, "\(built)")
            #expect(try own.isRestored)
            #expect(await worst("came back from a backup") == .warn)
            // What is there now is what the next one is compared with: nothing of that is missing.
            try SampleStorage.write(to: "\(TemporaryDirectory.current)/npm")
            #expect(try await station.run("/jobs/diff-build").state == .succeeded)
            #expect(try !own.isRestored)
            #expect(await worst("came back from a backup") == nil)
        }
    }

    @Test(
        "deletes nothing elsewhere, whatever is built, before a full refresh has succeeded",
        arguments: [true, false]
    )
    func refreshed(succeeds: Bool) async throws {
        // What upstream does not have was published here; who is turned away knows nothing.
        let answer = succeeds ? HTTPResponse(.notFound, .json, Array("{}".utf8)) : HTTPResponse(.forbidden)
        let configuration = HTTPServerConfiguration(addresses: [.loopback(port: 0)], limits: .patient)
        let upstream = try HTTPServer(configuration, logger: Logger(label: "http", sink: .none)) { _ in answer }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await upstream.run() }
            defer { tasks.cancelAll() }
            try await Station.with(repository: ", upstream: \"http://\(upstream.addresses[0])\"") { station in
                let repository = try station.application.repository(nil)
                _ = try await station.build()
                try await station.application.note(.restored, of: repository)
                let own = try #require(try repository.open().existingFolder())
                #expect(try await station.run("/jobs/diff-build").state == .succeeded)
                _ = try await station.run("/jobs/package-refresh", #"{"package":"a"}"#)
                _ = try await station.run("/jobs/full-refresh", #"{"dry_run":true}"#)
                #expect(try own.isRestored)
                let refresh = try await station.run("/jobs/full-refresh", #"{"then":"none"}"#)
                #expect(try own.isRestored != succeeds, "\(refresh)")
            }
        }
    }
}
