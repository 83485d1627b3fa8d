import API
import HTTPMessages
import JSON
import Jobs
import Logging
import Persistence
import Posix
import Reporting
import TestSupport
import Testing
import Transfer

@testable import App

@Suite("A storage that is not the one that was there", .temporaryDirectory)
struct StorageGuardTests {
    private func folder(_ name: String) throws -> Directory {
        try Directory.making(AbsolutePath("\(TemporaryDirectory.current)/\(name)"))
    }

    /// Leaves an empty folder where the storage was, as when its disk is not mounted.
    private func unmount() throws {
        let parent = try folder(".")
        try parent.rename(RelativePath("npm"), to: RelativePath("disk"))
        _ = try folder("npm")
    }

    private func mountAgain() throws {
        let parent = try folder(".")
        try parent.removeAll(RelativePath("npm"))
        try parent.rename(RelativePath("disk"), to: RelativePath("npm"))
    }

    @Test("is noticed before anything is written, by everything that works on it, and forgets nothing")
    func emptyMountPoint() async throws {
        try await Station.with { station in
            let id = try await station.build()
            let archive = "\(TemporaryDirectory.current)/artifacts/\(id).tar.zst"
            let known = try await station.get("/packages").items
            try unmount()
            for (path, body) in [
                ("/jobs/collect", nil), ("/jobs/diff-build", nil), ("/jobs/diff-build", #"{"allow_shrink":true}"#),
                ("/jobs/diff-build", #"{"full":true}"#), ("/snapshots", nil),
                ("/jobs/import-apply", #"{"path":"\#(archive)"}"#),
            ] as [(String, String?)] {
                let job = try await station.run(path, body)
                #expect(job.state == .failed && job.problem?.code == "shrunk", "\(path) \(job)")
            }
            #expect(try folder("npm").entries().isEmpty)
            #expect(try await station.get("/packages").items == known)
            // What was seen just now counts for a moment.
            while try await station.get("/readyz").status == .ok {}
            try mountAgain()
            #expect(try await station.run("/jobs/collect").result["packages"] == 2)
            while try await station.get("/readyz").status != .ok {}
        }
    }

    @Test("is another one with packages, and accepted when somebody says so")
    func otherStorage() async throws {
        try await Station.with { station in
            _ = try await station.build()
            try unmount()
            try SampleStorage.write(to: "\(TemporaryDirectory.current)/npm")
            let job = try await station.run("/jobs/diff-build")
            #expect(job.state == .failed && job.problem?.code == "conflict", "\(job)")
            #expect(job.problem?.hint?.contains("doctor --copied") == true)
            #expect(try folder("npm").entries().map(\.name).sorted() == ["@s", "a"])
            try await station.application.note(.copied, of: station.application.repository(nil))
            let built = try await station.run("/jobs/diff-build")
            #expect(built.state == .succeeded && built.result["scope"] == "full")
        }
    }

    @Test("may have come back without what was kept in it, and gets its identity again")
    func identityLost() async throws {
        try await Station.with { station in
            _ = try await station.build()
            let before = try station.application.repository(nil).open().existingFolder()?.uuid()
            try folder("npm").removeAll(RelativePath(".packferry"))
            let refused = try await station.run("/jobs/collect").problem
            #expect(refused?.code == "conflict" && refused?.hint?.contains("--restored") == true)
            try await station.application.note(.moved, of: station.application.repository(nil))
            #expect(try station.application.repository(nil).open().existingFolder()?.uuid() == before)
            // That it is the same says nothing of how old it is.
            #expect(try await station.run("/jobs/diff-build").problem?.hint?.contains("--restored") == true)
            try await station.application.note(.restored, of: station.application.repository(nil))
            #expect(try station.application.repository(nil).open().existingFolder()?.uuid() == before)
            #expect(try await station.run("/jobs/diff-build").result["changed"] == false)
        }
    }

    @Test("may have lost most of what it held: a collect refuses, and takes it as it is on request")
    func shrunk() async throws {
        try await Station.with { station in
            _ = try await station.build()
            try folder("npm").removeAll(RelativePath("a"))
            let refused = try await station.run("/jobs/collect")
            #expect(refused.problem?.code == "shrunk" && refused.problem?.detail.contains("1 of the 2") == true)
            #expect(try await station.get("/packages").items.count == 2)
            let health = await Diagnosis(station.application.configuration, logger: station.application.logger).health()
            #expect(health.checks.contains { $0.status == .fail && $0.detail.contains("1 of the 2 packages") })
            let allowed = try await station.run("/jobs/collect", #"{"allow_shrink":true}"#)
            #expect(allowed.state == .succeeded && allowed.result["packages"] == 1)
        }
    }

    @Test("is told from a mount point by the snapshots alone, when the state is lost, too")
    func withoutState() async throws {
        let first = try await Station.application(["npm"], logger: Logger(label: "test", sink: .none))
        _ = try await first.run(DiffBuild(), on: nil, initiator: "test", watcher: .silent)
        try await first.database.close()
        try folder(".").removeAll(RelativePath("state"))
        try unmount()
        let second = try await Application(first.configuration, logger: first.logger)
        let error = await #expect(throws: TransferError.self) {
            try await second.run(Collect(), on: nil, initiator: "test", watcher: .silent)
        }
        #expect(error?.code == .shrunk)
        #expect(try folder("npm").entries().isEmpty)
        try mountAgain()
        let built = try await second.run(DiffBuild(), on: nil, initiator: "test", watcher: .silent).outcome
        #expect(!built.changed && built.current != nil)
        try await second.database.close()
    }

    @Test("is not made out of an empty folder by a build that finds nothing")
    func blank() async throws {
        try await Station.with { station in
            try unmount()
            try folder("npm/lost+found").synchronize()
            for path in ["/jobs/diff-build", "/snapshots"] {
                #expect(try await station.run(path).problem?.code == "shrunk")
            }
            #expect(try folder("npm").entries().map(\.name) == ["lost+found"])
        }
    }
}
