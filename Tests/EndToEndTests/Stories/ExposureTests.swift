import Foundation
import JSON
import TestSupport
import Testing

@Suite("What others may do", .paced, .needsProgram, .temporaryDirectory, .ends)
struct ExposureTests {
    @Test("an address that others reach is warned about at the start, by doctor and to whoever asks", .needsRoot)
    func warned() async throws {
        // Nobody else is in that network.
        let gap = try await Namespace.airGap()
        let site = try Site("open", in: TemporaryDirectory.current, gap: gap, listen: "0.0.0.0:8470")
        let server = try await site.serve()
        let local = Server(site: site, program: server.program, url: "http://127.0.0.1:8470")
        let health = try await local.ask("/health").json
        let check = try #require(health["checks"]?["network"]?.arrayValue?.first)
        #expect(try check.text("status") == "warn" && check.text("detail").contains("ssh -L"))
        let doctor = try await site.run("doctor")
        #expect(doctor.status == 0 && doctor.output.contains("network"), "\(doctor)")
        let printed = try await server.stop()
        #expect((printed.output + printed.complaints).contains("can be reached from other machines"), "\(printed)")
    }

    @Test("nothing is said of one that is this machine's alone")
    func quiet() async throws {
        let site = try Site("closed", in: TemporaryDirectory.current)
        let server = try await site.serve()
        #expect(try await !server.ask("/health").body.contains("network"))
        let printed = try await server.stop()
        #expect(!(printed.output + printed.complaints).contains("other machines"), "\(printed)")
    }

    @Test(
        "what is made may be written by its owner alone, whatever the umask, and the key and uploads be read by nobody else"
    )
    func modes() async throws {
        let near = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        var far = try Site("far", in: TemporaryDirectory.current)
        let shell = try Executable.needed("sh")
        func loose(_ site: Site) -> Site {
            var site = site
            site.packferry = site.packferry.started(by: shell, ["-c", "umask 0; exec \"$@\"", "sh"])
            return site
        }
        far = loose(far)
        let own = loose(near)
        try await own.run("keys", "generate").succeeded()
        let archive = try await own.archive()
        let server = try await far.serve()
        _ = try await server.ask(
            "/imports",
            "POST",
            options: ["-H", "Content-Type: application/zstd", "--data-binary", "@\(archive)"]
        )
        .expect(201)
        try await server.stop()
        for site in [own, far] {
            let found = try await shell.run(
                ["-c", "find . -path ./storage/left -prune -o ! -type l -perm /022 -print"],
                in: site.folder
            )
            .succeeded().output.split(separator: "\n").filter { !["./storage", ".", "./packferry.yaml"].contains($0) }
            #expect(found.isEmpty, "\(found)")
        }
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode("\(near.folder)/state/keys") == 0o700 && mode("\(near.folder)/state/keys/signing") == 0o600)
        for folder in ["", "/uploads"] { #expect(try mode("\(far.storage)/.packferry\(folder)") == 0o700, "\(folder)") }
    }
}
