import Foundation
import JSON
import TestSupport
import Testing

@Suite("Whose files they are", .paced, .needsProgram, .temporaryDirectory, .ends)
struct OwnerTests {
    private let folder = TemporaryDirectory.current

    @Test(
        "a lookup leaves nothing behind",
        arguments: [
            ["artifact", "list"], ["snapshot", "list"], ["job", "list"], ["import", "list"], ["status"], ["doctor"],
            ["package", "list"], ["findings", "list"], ["artifact", "show", "diff-202611210130"], ["config", "check"],
            ["healthcheck"],
        ]
    )
    func lookup(command: [String]) async throws {
        let site = try Site("site", in: folder)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        let before = try FileManager.default.subpathsOfDirectory(atPath: site.folder).sorted()
        let outcome = try await site.run(command)
        #expect(outcome.status != 70, "\(outcome)")
        #expect(try FileManager.default.subpathsOfDirectory(atPath: site.folder).sorted() == before)
    }

    @Test("after a first command as root a service as the owner goes on", .needs("setpriv", "chown"), .needsRoot)
    func rootFirst() async throws {
        let site = try Site("site", in: folder)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        let program = try Self.reachable(in: folder)
        try await Executable.needed("chown").run(["-R", "65534:65534", site.folder], in: "/").succeeded()
        try await site.run("artifact", "build").succeeded()
        try await site.run("collect").succeeded()
        try await storage.add([SampleVersion("left", "1.1.0")])
        try await Executable.needed("chown").run(["-R", "65534:65534", site.storage], in: "/").succeeded()
        let owner = program.started(
            by: try Executable.needed("setpriv"),
            ["--reuid=65534", "--regid=65534", "--clear-groups"]
        )
        let built = try await owner.run(["artifact", "build", "--config", site.configuration], in: site.folder)
        #expect(built.status == 0, "\(built)")
        let listed = try await owner.run(
            ["artifact", "list", "--json", "--config", site.configuration],
            in: site.folder
        )
        #expect(try listed.succeeded().json.arrayValue?.count ?? listed.json.list("items").count == 2)
        let service = try owner.start(["serve", "--config", site.configuration], in: site.folder)
        while !FileManager.default.fileExists(atPath: "\(site.folder)/state/server.json") {
            try #require(service.isRunning, "\(service.printed)")
            try await Task.sleep(for: .milliseconds(10))
        }
        try await service.stop()
    }

    @Test(
        "what belongs to another user is named with its owner and what to do",
        .needs("setpriv", "chown"),
        .needsRoot,
        arguments: ["state", "state/data.sqlite", "artifacts", "snapshots"]
    )
    func wrongOwner(path: String) async throws {
        let site = try Site("site", in: folder)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        let program = try Self.reachable(in: folder)
        try await site.run("artifact", "build").succeeded()
        let chown = try Executable.needed("chown")
        try await chown.run(["-R", "65534:65534", site.folder], in: "/").succeeded()
        try await chown.run(["-R", "0:0", "\(site.folder)/\(path)"], in: "/").succeeded()
        let owner = program.started(
            by: try Executable.needed("setpriv"),
            ["--reuid=65534", "--regid=65534", "--clear-groups"]
        )
        let outcome = try await owner.run(
            ["artifact", "build", "--full", "--config", site.configuration],
            in: site.folder
        )
        #expect(outcome.status == 77, "\(outcome)")
        #expect(outcome.complaints.contains("chown -R") && outcome.complaints.contains("\(site.folder)/\(path)"))
    }

    /// The program where anybody may run it, whatever folder it was built in.
    private static func reachable(in folder: String) throws -> Executable {
        let copy = "\(folder)/packferry"
        try FileManager.default.copyItem(atPath: Packferry.executable.path, toPath: copy)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
        return Executable(at: copy)
    }
}
