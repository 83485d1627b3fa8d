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

@Suite("Why a storage lies where it does", .temporaryDirectory)
struct StorageIdentityTests {
    @Test("is noted after what was interrupted there was finished, as before everything else")
    func recovery() async throws {
        try await Station.with(["near", "far"]) { station in
            let far = try station.application.repository("far")
            try far.open().root.removeAll(RelativePath("@s"))
            let job = try await station.run("/jobs/diff-build?repository=near")
            let id = try #require(job.result["artifact"]?.stringValue)
            let archive = station.application.artifacts.folder.path.appending(try RelativePath("\(id).tar.zst"))
            let staged = try await station.application.stage(
                archive,
                into: far,
                origin: nil,
                run: "test",
                reporter: .silent
            )
            // As a run that was killed would leave it.
            let folder = try far.open().folder()
            try folder.write("journal.jsonl", Array("{\"import\":\"\(staged.id)\",\"log_size\":0}\n".utf8))
            try await station.application.note(.moved, of: far)
            #expect(try folder.read("journal.jsonl") == nil)
            #expect(try far.open().root.info(RelativePath("@s/b/b-2.0.0.tgz")) != nil)
        }
    }

    @Test(
        "is noted in files that belong to the owner of the storage, also when root notes it",
        .enabled(if: CurrentProcess.isRoot, "not run: only root may give files away")
    )
    func owner() async throws {
        let application = try await Station.application(["npm"], logger: Logger(label: "test", sink: .none))
        let repository = try application.repository(nil)
        try repository.open().root.descriptor.changeOwner(12_345, group: 12_345)
        _ = try repository.open().folder().identity(name: "npm", type: "npm")
        for change in [StorageIdentityChange.moved, .copied] {
            try await application.note(change, of: repository)
            let folder = try #require(try repository.open().existingFolder()).directory
            for entry in try folder.entries() { #expect(entry.info.owner == 12_345, "\(entry.name)") }
        }
        try await application.database.close()
    }

    @Test("is not noted while somebody works there, and a copy gets an identity of its own")
    func locked() async throws {
        let application = try await Station.application(["npm"], logger: Logger(label: "test", sink: .none))
        let patient = try await Application(
            application.configuration,
            logger: application.logger,
            lockPatience: .zero
        )
        let repository = try patient.repository(nil)
        let folder = try repository.open().folder()
        let before = try folder.identity(name: "npm", type: "npm").uuid
        do {
            let lock = try folder.lock(holder: "test")
            let error = await #expect(throws: TransferError.self) { try await patient.note(.copied, of: repository) }
            #expect(error?.code == .locked)
            withExtendedLifetime(lock) {}
        }
        #expect(try folder.identity(name: "npm", type: "npm").uuid == before)
        try await patient.note(.copied, of: repository)
        #expect(try folder.identity(name: "npm", type: "npm").uuid != before)
        for application in [application, patient] { try await application.database.close() }
    }
}
