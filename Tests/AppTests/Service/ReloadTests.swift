import Jobs
import Logging
import TestSupport
import Testing

@testable import App

@Suite("Reading the configuration again", .temporaryDirectory)
struct ReloadTests {
    private func load(_ text: String) throws -> EffectiveConfiguration {
        try ConfigurationFile.load("\(text)\n\(ConfigurationFile.least)")
    }

    @Test("what may change while it runs is told from what may not")
    func difference() throws {
        let former = try load("listen: 127.0.0.1:1\nretention: { jobs: 1d }")
        let latter = try load(
            """
            listen: 127.0.0.1:2
            hosts: [a.b]
            retention: { jobs: 2d, reserve: 1GB }
            limits: { cpu: 3, download: 5MB }
            log: { level: debug }
            schedules:
              - { job: collect, repository: npm, every: 1h }
            """
        )
        let difference = former.difference(to: latter)
        #expect(
            difference.live == ["limits.download", "log.level", "retention.jobs", "retention.reserve", "schedules"]
        )
        #expect(difference.later == ["hosts", "limits.cpu", "listen"])
        #expect(former.difference(to: former) == EffectiveConfiguration.Difference())
        let taken = former.taking(liveOf: latter)
        #expect(taken.values.retention == latter.values.retention && taken.values.schedules == latter.values.schedules)
        #expect(taken.values.logLevel == .debug && taken.values.limits.downloadRate != nil)
        #expect(
            taken.values.listen == former.values.listen && taken.values.limits.threads == former.values.limits.threads
        )
        #expect(taken.origin(of: "retention.reserve") != .builtIn && taken.origin(of: "hosts") == .builtIn)
        #expect(taken.difference(to: latter).live.isEmpty)
    }

    @Test("schedules of a repository that is not open yet wait for the next start, all of them")
    func foreignSchedule() throws {
        let former = try load("")
        let latter = try ConfigurationFile.load(
            """
            repositories:
              npm: { type: npm, storage: ./storage }
              other: { type: npm, storage: ./other }
            schedules:
              - { job: collect, repository: other, every: 1h }
            """
        )
        #expect(former.difference(to: latter).later.contains("schedules"))
        #expect(former.taking(liveOf: latter).values.schedules.isEmpty)
    }

    @Test("an application goes by it at once")
    func application() async throws {
        try await Station.with(settings: "retention: { reserve: 0% }") { station in
            let application = station.application
            let other = try ConfigurationFile.load(
                """
                retention: { reserve: 1000TB, jobs: 1s }
                schedules:
                  - { job: collect, repository: npm, every: 1h }
                repositories:
                  npm: { type: npm, storage: ./npm }
                """
            )
            let next = application.configuration.taking(liveOf: other)
            try await station.schedules.change(configured: next.values.schedules)
            application.change(next)
            let job = try await station.run("/jobs/diff-build")
            #expect(job.state == .failed && job.problem?.code == "no-space", "\(job)")
            #expect(job.problem?.detail.contains("retention.reserve") == true)
            #expect(try await station.get("/schedules").items.count == 1)
            try await station.schedules.change(configured: [])
            #expect(try await station.get("/schedules").items.isEmpty)
            #expect(try await station.get("/configuration").text.contains("1000TB"))
        }
    }
}
