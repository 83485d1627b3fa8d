import Foundation
import JSON
import Posix
import TestSupport
import Testing

@Suite("Storages that cannot be used", .paced, .needsProgram, .temporaryDirectory, .ends)
struct StorageRefusalTests {
    private func site() throws -> Site { try Site("near", in: TemporaryDirectory.current) }

    @Test(
        "A storage that is not there ends with 66 and names the key",
        arguments: [["collect"], ["artifact", "build"]]
    )
    func missing(words: [String]) async throws {
        let site = try site()
        try FileManager.default.removeItem(atPath: site.storage)
        let outcome = try await site.run(words)
        #expect(outcome.status == 66)
        #expect(outcome.complaints.contains("repositories.npm.storage"), "\(outcome)")
    }

    @Test("A folder that is no storage ends with 66 and is left alone")
    func noStorage() async throws {
        let site = try site()
        for name in ["Documents", "Pictures"] {
            let folder = "\(site.storage)/\(name)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("a".utf8).write(to: URL(fileURLWithPath: "\(folder)/letter.txt"))
        }
        let outcome = try await site.run("artifact", "build")
        #expect(outcome.status == 66)
        #expect(outcome.complaints.contains("is not a Verdaccio storage"), "\(outcome)")
        #expect(site.artifactFiles.isEmpty)
    }

    @Test("The folder above a storage is told from it")
    func folderAbove() async throws {
        let site = try site()
        let inner = "\(site.storage)/verdaccio"
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        try Data(#"{"list":[],"secret":"a"}"#.utf8).write(to: URL(fileURLWithPath: "\(inner)/.verdaccio-db.json"))
        for words in [["artifact", "build"], ["config", "check"]] {
            let outcome = try await site.run(words)
            #expect(outcome.complaints.contains("Did you mean \(inner)?"), "\(outcome)")
        }
    }

    @Test(
        "A storage somebody else works on ends with 75 and names him",
        arguments: [["collect"], ["artifact", "build"]]
    )
    func locked(words: [String]) async throws {
        let site = try site()
        try await site.run("collect").succeeded()
        let folder = try Directory(opening: AbsolutePath("\(site.storage)/.packferry"))
        let lock = try FileLock.acquire(RelativePath("lock"), in: folder, holder: "somebody else")
        try #require(lock != nil)
        let outcome = try await site.run(words + ["--json"])
        withExtendedLifetime(lock) {}
        #expect(outcome.status == 75)
        #expect(try outcome.problem.text("code") == "locked")
        #expect(try outcome.problem.text("detail").contains("somebody else"))
    }

    @Test("Doctor tells a copied storage from its original, and --copied gives it an identity of its own")
    func copied() async throws {
        let site = try site()
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        _ = try await site.archive()
        try await site.run("doctor").succeeded()

        let copy = try Site("copy", in: TemporaryDirectory.current)
        try FileManager.default.removeItem(atPath: copy.storage)
        try FileManager.default.copyItem(atPath: site.storage, toPath: copy.storage)
        let found = try await copy.run("doctor")
        #expect(found.status == 1)
        #expect(found.output.contains("--copied"), "\(found)")
        #expect(try await copy.run("artifact", "build").status == 1)

        try await copy.run("doctor", "--copied").succeeded()
        try await copy.run("doctor").succeeded()
        _ = try await copy.archive()
    }
}
