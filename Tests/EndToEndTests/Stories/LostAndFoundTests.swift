import Foundation
import JSON
import TestSupport
import Testing

@Suite("Lost and found", .paced, .needsProgram, .temporaryDirectory, .ends)
struct LostAndFoundTests {
    /// A near side that built two archives, and its storage.
    private func near() async throws -> (site: Site, storage: SampleStorage) {
        let site = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")])
        _ = try await site.archive()
        try await storage.add([SampleVersion("left", "1.1.0")])
        _ = try await site.archive()
        return (site, storage)
    }

    private func lose(_ name: String, of site: Site) throws {
        try FileManager.default.removeItem(atPath: "\(site.folder)/\(name)")
    }

    private func artifacts(of site: Site) async throws -> [JSONValue] {
        try await site.run("artifact", "list", "--json").succeeded().json.list("items")
    }

    @Test(
        "Without state/, archives are listed, verified and served, and the next one is not full",
        arguments: [true, false]
    )
    func state(byServer: Bool) async throws {
        let (site, sample) = try await near()
        var storage = sample
        let before = try await artifacts(of: site)
        try lose("state", of: site)
        let server = byServer ? try await site.serve() : nil
        #expect(try await artifacts(of: site) == before)
        let id = try before[0].text("id")
        try await site.run("artifact", "verify", id).succeeded()
        if let server {
            let copies = "\(site.folder)/copies"
            try FileManager.default.createDirectory(atPath: copies, withIntermediateDirectories: false)
            try await site.run("artifact", "fetch", id, copies, "--server", server.url).succeeded()
            #expect(try await artifacts(of: site)[0]["state"] == "downloaded")
        }
        #expect(try await site.build() == nil)
        try await storage.add([SampleVersion("left", "1.2.0")])
        let next = try await site.run("artifact", "build", "--json").succeeded().json
        #expect(next["scope"] == "delta" && next["files"] == 2 && next["base_name"]?.stringValue == id)
        _ = try await server?.stop()
    }

    @Test("Without snapshots/, the base comes back out of the archive, or a bigger archive is built with a word")
    func snapshots() async throws {
        let (site, sample) = try await near()
        var storage = sample
        let last = try await artifacts(of: site)[0].text("id")
        try lose("snapshots", of: site)
        #expect(try await site.run("artifact", "build", "--dry-run").succeeded().output.contains("nothing changed"))
        #expect(try await site.build() == nil)
        try lose("snapshots", of: site)
        try lose("artifacts", of: site)
        try await storage.add([SampleVersion("left", "1.2.0")])
        let built = try await site.run("artifact", "build", "--json").succeeded().json
        #expect(built["scope"] == "full")
        let warnings = try built.list("warnings").compactMap(\.stringValue)
        #expect(warnings.contains { $0.contains(last) } && warnings.contains { $0.contains("--full") }, "\(warnings)")
        #expect(try await site.build() == nil)
    }

    @Test("Without archives, list, show, doctor and a build that finds nothing new say so")
    func archives() async throws {
        let (site, _) = try await near()
        let last = try await artifacts(of: site)[0].text("id")
        for name in site.artifactFiles where name.hasSuffix(".zst") { try lose("artifacts/\(name)", of: site) }
        #expect(try await artifacts(of: site).map { $0["state"] } == ["missing", "missing"])
        let shown = try await site.run("artifact", "show", last).succeeded().output
        #expect(shown.contains("missing") && shown.contains("--full"), "\(shown)")
        let doctor = try await site.run("doctor").succeeded().output
        #expect(doctor.contains(last) && !doctor.contains("everything is fine"), "\(doctor)")
        let build = try await site.run("artifact", "build").succeeded().output
        #expect(build.contains("nothing changed") && build.contains(last) && build.contains("--full"), "\(build)")
        try await site.run("artifact", "verify", last).failed(66)
    }

    @Test("A file that somebody puts among the artifacts is one")
    func copied() async throws {
        let (site, _) = try await near()
        let before = try await artifacts(of: site)
        let id = try before[1].text("id")
        let (file, aside) = ("\(site.artifacts)/\(id).tar.zst", "\(site.folder)/aside.tar.zst")
        try FileManager.default.moveItem(atPath: file, toPath: aside)
        try await site.run("artifact", "delete", id, "--force").succeeded()
        #expect(try await artifacts(of: site).count == 1)
        try FileManager.default.moveItem(atPath: aside, toPath: file)
        #expect(try await site.run("artifact", "build").succeeded().output.hasPrefix("nothing changed"))
        #expect(try await artifacts(of: site) == before)
        try FileManager.default.moveItem(atPath: file, toPath: aside)
        try await site.run("artifact", "delete", id, "--force").succeeded()
        try FileManager.default.moveItem(atPath: aside, toPath: file)
        #expect(try await site.build() == nil)
        #expect(try await artifacts(of: site) == before)
        #expect(FileManager.default.fileExists(atPath: "\(file).sha512"))
    }

    @Test("A backup that is made while the service runs comes back, and sequences go on growing")
    func backup() async throws {
        let (site, sample) = try await near()
        var storage = sample
        let copy = "\(site.folder)/copy.sqlite"
        let server = try await site.serve()
        try await site.run("state", "backup", copy).succeeded()
        try await storage.add([SampleVersion("left", "1.2.0")])
        let job = try await server.job("/jobs/diff-build", #"{"note":"after the backup"}"#)
        let last = try #require(job["result"]).text("artifact")
        let sequence = try await artifacts(of: site)[0].number("sequence")
        let refused = try await site.run("state", "restore", copy)
        #expect(refused.status == 75 && refused.complaints.contains(server.url), "\(refused)")
        try await server.stop()
        try Data("stale".utf8).write(to: URL(fileURLWithPath: "\(site.folder)/state/data.sqlite-wal"))
        let restored = try await site.run("state", "restore", copy, "--json").succeeded().json
        #expect(FileManager.default.fileExists(atPath: try restored.text("kept")))
        #expect(try await artifacts(of: site).map { try $0.text("id") }.first == last)
        #expect(try await site.build() == nil)
        try await storage.add([SampleVersion("left", "1.3.0")])
        let next = try await site.archive()
        #expect(try await Archive(next).manifest.number("sequence") > sequence)
    }

    @Test("A damaged database is named with what is lost and what helps", arguments: [0, 40_960])
    func damaged(offset: UInt64) async throws {
        let (site, _) = try await near()
        let path = "\(site.folder)/state/data.sqlite"
        // One file, without a log that would make up for the damage.
        try await site.run("state", "backup", "\(site.folder)/copy.sqlite").succeeded()
        try await site.run("state", "restore", "\(site.folder)/copy.sqlite").succeeded()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 8192))
        try file.close()
        for command in [["artifact", "list"], ["artifact", "build"], ["job", "list"]] where offset == 0 {
            let outcome = try await site.run(command)
            #expect(outcome.status == 65, "\(outcome)")
            #expect(outcome.complaints.contains(path) && outcome.complaints.contains("state restore FILE"))
            #expect(outcome.complaints.contains("history of jobs") && !outcome.complaints.contains("PRAGMA"))
        }
        let doctor = try await site.run("doctor")
        #expect(doctor.status == 1 && doctor.output.contains(path), "\(doctor)")
        #expect(doctor.output.contains("repository:npm"), "\(doctor)")
        try FileManager.default.moveItem(atPath: path, toPath: "\(site.folder)/state/damaged")
        #expect(try await artifacts(of: site).count == 2)
    }

    @Test("An empty mount point is left empty, and doctor says what it is")
    func unmounted() async throws {
        let (site, _) = try await near()
        let disk = "\(site.folder)/disk"
        try FileManager.default.moveItem(atPath: site.storage, toPath: disk)
        try FileManager.default.createDirectory(atPath: site.storage, withIntermediateDirectories: false)
        for command in [["collect"], ["artifact", "build"], ["artifact", "build", "--full"], ["snapshot", "create"]] {
            let outcome = try await site.run(command)
            #expect(outcome.status == 1 && outcome.complaints.contains("\(site.storage) is empty, but"), "\(outcome)")
        }
        let doctor = try await site.run("doctor")
        #expect(doctor.status == 1 && doctor.output.contains("is empty"), "\(doctor)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.storage).isEmpty)
        try FileManager.default.removeItem(atPath: site.storage)
        try FileManager.default.moveItem(atPath: disk, toPath: site.storage)
        #expect(try await site.build() == nil)
        try await site.run("doctor").succeeded()
    }

    @Test("An offline side whose disk is not mounted takes no archive")
    func unmountedFarSide() async throws {
        let (site, _) = try await near()
        let archives = try await artifacts(of: site).reversed().map { try $0.text("path") }
        let far = try Site("far", in: TemporaryDirectory.current, role: "offline")
        try await far.apply(archives[0]).succeeded()
        try FileManager.default.moveItem(atPath: far.storage, toPath: "\(far.folder)/disk")
        try FileManager.default.createDirectory(atPath: far.storage, withIntermediateDirectories: false)
        for archive in archives { #expect(try await far.apply(archive).status == 1) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: far.storage).isEmpty)
        #expect(try await far.run("doctor").status == 1)
    }
}

extension Outcome {
    /// Itself if it failed in this way.
    @discardableResult
    fileprivate func failed(_ status: Int32) throws -> Outcome {
        guard self.status == status else { throw Failed(description: description) }
        return self
    }
}
