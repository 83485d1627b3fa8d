import Foundation
import JSON
import TestSupport
import Testing

@Suite("Commands with a server", .paced, .needsProgram, .temporaryDirectory, .ends)
struct ServerCommandTests {
    private let folder = TemporaryDirectory.current

    private func near() async throws -> Site {
        let site = try Site("near", in: folder)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")])
        return site
    }

    @Test("A command on the state of a running server is done by it, as a job")
    func handedOver() async throws {
        let site = try await near()
        let server = try await site.serve()
        try await site.run("healthcheck").succeeded()
        let built = try await site.run("artifact", "build", "--json").succeeded()
        let path = try built.json.text("path")
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(built.complaints.isEmpty, "beside a document there is nothing else")
        try await server.stop()
        let far = try Site("far", in: folder, role: "offline")
        let farServer = try await far.serve()
        try await far.run("import", "apply", path).succeeded()
        #expect(try await Self.jobTypes(of: site) == ["diff-build"])
        #expect(try await Self.jobTypes(of: far) == ["import-apply", "import-stage"])
        try await farServer.stop()
    }

    private static func jobTypes(of site: Site) async throws -> [String] {
        try await site.run("job", "list", "--json").succeeded().json.list("items").map { try $0.text("type") }
    }

    @Test("What is looked up is the same with and without a server")
    func sameAnswers() async throws {
        let site = try await near()
        _ = try await site.archive()
        let commands = [
            ["package", "list"], ["package", "show", "left"], ["snapshot", "list"], ["artifact", "list"],
            ["findings", "list"], ["import", "list"],
        ]
        var without: [String] = []
        for words in commands { without.append(try await site.run(words + ["--json"]).succeeded().output) }
        let server = try await site.serve()
        for (words, expected) in zip(commands, without) {
            #expect(try await site.run(words + ["--json"]).succeeded().output == expected)
        }
        try await server.stop()
    }

    @Test("An archive that the service cannot see, as with a /tmp of its own, is sent to it", .needsMounts)
    func unseen() async throws {
        let near = try await near()
        let disk = "\(folder)/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let archive = "\(disk)/it.tar.zst"
        try FileManager.default.copyItem(atPath: try await near.archive(), toPath: archive)
        let far = try Site(
            "far",
            in: folder,
            role: "offline",
            gap: await .smallDisk(at: disk, mebibytes: 1),
            listen: "127.0.0.1:0"
        )
        let server = try await far.serve()
        let apply = ["import", "apply", archive, "--json", "--config", far.configuration]
        let applied = try await Packferry.executable.run(apply, in: folder).succeeded()
        #expect(try applied.json.arrayValue?.first?.number("placed") == 2)
        let missing = ["import", "apply", "\(disk)/other.tar.zst", "--config", far.configuration]
        #expect(try await Packferry.executable.run(missing, in: folder).status == 66)
        try await server.stop()
    }

    @Test("A server that only the environment names does not keep commands off that work here")
    func environment() async throws {
        let site = try await near()
        let variables = ["PACKFERRY_SERVER": "http://127.0.0.1:1", "PACKFERRY_CONFIG": site.configuration]
        let shell = Shell(folder: folder)
        for command in [["config", "check"], ["config", "show"], ["doctor"]] {
            let outcome = try await Packferry.executable.run(command, in: folder, environment: variables)
            #expect(outcome.status == 0, "\(outcome)")
        }
        #expect(try await shell.run("config", "show", "--server", "http://127.0.0.1:1").status == 64)
        #expect(try await shell.run("status", environment: variables).status == 69)
    }

    @Test("With --server nothing of this machine is needed: archives are sent and fetched")
    func elsewhere() async throws {
        let near = try await near()
        let server = try await near.serve()
        let shell = Shell(folder: folder)
        let url = server.url + "/"
        let built = try await shell.run("artifact", "build", "--json", "--server", url).succeeded().json
        let id = try built.text("artifact")
        try await shell.run("artifact", "fetch", id, ".", "--server", url).succeeded()
        let archive = "\(folder)/\(id).tar.zst"
        try await Executable.needed("sha512sum").run(["-c", "\(archive).sha512"], in: folder).succeeded()
        try await server.stop()

        let far = try await Site("far", in: folder, role: "offline").serve()
        let applied = try await shell.run("import", "apply", archive, "--json", "--server", far.url).succeeded()
        #expect(try applied.json.arrayValue?.first?.number("placed") == 2)
        let again = try await shell.run("import", "apply", folder, "--server", far.url).succeeded()
        #expect(again.output.contains("\(id).tar.zst: nothing changed"))
        try await far.stop()
    }

    @Test("A fetch goes on where it stopped, and a part of another file is thrown away", arguments: [false, true])
    func resume(isOther: Bool) async throws {
        let near = try await near()
        let archive = try await near.archive()
        let name = URL(fileURLWithPath: archive).lastPathComponent
        let whole = try Data(contentsOf: URL(fileURLWithPath: archive))
        var part = whole.prefix(1000)
        if isOther { part[500] ^= 1 }
        try Data(part).write(to: URL(fileURLWithPath: "\(folder)/.\(name).partial"))

        let server = try await near.serve()
        let shell = Shell(folder: folder)
        let id = name.replacingOccurrences(of: ".tar.zst", with: "")
        let outcome = try await shell.run("artifact", "fetch", id, "--server", server.url)
        #expect(outcome.status == (isOther ? 65 : 0))
        if isOther { try await shell.run("artifact", "fetch", id, "--server", server.url).succeeded() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")) == whole)
        try await shell.run("artifact", "fetch", id, "--server", server.url).succeeded()
        try await server.stop()
    }

    @Test("Jobs can be shown, read, waited for and retried")
    func jobs() async throws {
        let site = try await near()
        let server = try await site.serve()
        try await site.run("collect").succeeded()
        let id = try await site.run("job", "list", "--json").succeeded().json.list("items").first?.text("id") ?? ""
        #expect(try await site.run("job", "show", id).succeeded().output.contains("succeeded"))
        #expect(try await site.run("job", "wait", id).status == 0)
        #expect(try await site.run("job", "logs", id, "-f").succeeded().output.contains("started"))
        for line in try await site.run("job", "logs", id, "--json").succeeded().lines {
            #expect(try JSONValue(parsing: Array(line.utf8)).text("level") == "info")
        }
        #expect(try await site.run("job", "cancel", id).status == 1)
        #expect(try await site.run("job", "retry", id).status == 1)

        try FileManager.default.removeItem(atPath: site.storage)
        let failed = try await site.run("collect")
        #expect(failed.status != 0)
        let broken = try await site.run("job", "list", "--state", "failed", "--json").succeeded().json.list("items")
        let other = try #require(try broken.first?.text("id"))
        #expect(try await site.run("job", "wait", other).status == failed.status)
        try FileManager.default.createDirectory(atPath: site.storage, withIntermediateDirectories: true)
        try await site.run("job", "retry", other).succeeded()
        try await server.stop()
        #expect(try await site.run("job", "cancel", other).status == 69)
    }

    @Test("A storage that cannot be used ends with the same code with and without a server")
    func sameEndings() async throws {
        let site = try await near()
        try FileManager.default.removeItem(atPath: site.storage)
        let server = try await site.serve()
        for words in [
            ["collect"], ["artifact", "build"], ["snapshot", "create"], ["import", "plan", "\(folder)/no"],
        ] {
            let outcome = try await site.run(words)
            #expect(outcome.status == 66, "\(outcome)")
        }
        try await server.stop()
        for words in [
            ["collect"], ["artifact", "build"], ["snapshot", "create"], ["import", "plan", "\(folder)/no"],
        ] {
            #expect(try await site.run(words).status == 66)
        }
    }

    @Test("A server that is not there ends with 69")
    func unreachable() async throws {
        let outcome = try await Shell(folder: folder).run(
            "artifact",
            "list",
            "--server",
            "http://127.0.0.1:1",
            "--json"
        )
        #expect(outcome.status == 69)
        #expect(try outcome.problem.text("code") == "unreachable")
    }
}
