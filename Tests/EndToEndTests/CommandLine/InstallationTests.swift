import Foundation
import JSON
import TestSupport
import Testing

@Suite("Installing it", .paced, .needsProgram, .needs("make", "install", "gzip", "sed"), .temporaryDirectory, .ends)
struct InstallationTests {
    private static let checkout = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    private let folder = TemporaryDirectory.current

    private func install(_ settings: String...) async throws -> Outcome {
        let make = try Executable.needed("make")
        let arguments = ["-C", Self.checkout, "install", "BINARY=\(Packferry.executable.path)"]
        return try await make.run(arguments + settings, in: folder)
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(folder)/package/\(path)", encoding: .utf8)
    }

    @Test("puts everything where Debian expects it, with the unit pointing there")
    func debian() async throws {
        try await install("PREFIX=/usr", "DESTDIR=\(folder)/package").succeeded()
        let files = try FileManager.default.subpathsOfDirectory(atPath: "\(folder)/package/usr")
        for file in [
            "bin/packferry", "lib/systemd/system/packferry.service", "share/man/man1/packferry.1.gz",
            "share/bash-completion/completions/packferry", "share/zsh/vendor-completions/_packferry",
            "share/fish/vendor_completions.d/packferry.fish", "share/doc/packferry/copyright",
            "share/doc/packferry/README.md", "share/doc/packferry/operations.md",
            "share/doc/packferry/examples/packferry.example.yaml", "share/doc/packferry/examples/packferry.conf",
        ] {
            #expect(files.contains(file), "\(file)")
        }
        let unit = try text("usr/lib/systemd/system/packferry.service")
        #expect(unit.contains("ExecStart=/usr/bin/packferry serve\n") && !unit.contains("/usr/local"))
        let installed = Executable(at: "\(folder)/package/usr/bin/packferry")
        #expect(try await installed.run(["--version"], in: folder).succeeded().output.hasPrefix("packferry "))
    }

    @Test("brings a page of the manual for every command", .needs("mandoc"))
    func manual() async throws {
        try await install("PREFIX=/usr", "DESTDIR=\(folder)/package").succeeded()
        let pages = "\(folder)/package/usr/share/man/man1"
        let names = try FileManager.default.contentsOfDirectory(atPath: pages)
        let reference = try await Packferry.executable.run(["--generate-manual", "markdown"], in: folder).succeeded()
        let commands = reference.output.split(separator: "\n").filter { $0.hasPrefix("## packferry ") }
            .map { "\($0.dropFirst(3).replacing(" ", with: "-")).1.gz" }
        #expect(Set(names) == Set(commands + ["packferry.1.gz"]))
        #expect(names.contains("packferry-artifact-build.1.gz"))
        try await Executable.needed("gzip").run(["-dr", pages], in: folder).succeeded()
        let files = names.map { "\(pages)/\($0.dropLast(3))" }
        let remarks = try await Executable.needed("mandoc").run(["-Tlint"] + files, in: folder)
        #expect(remarks.status == 0 && remarks.output.isEmpty, "\(remarks)")
    }

    @Test("dates the manual by the sources, where a package is made of them")
    func dated() async throws {
        let outcome = try await Packferry.executable.run(
            ["--generate-manual", "man"],
            in: folder,
            environment: ["SOURCE_DATE_EPOCH": "1700000000"]
        )
        #expect(try outcome.succeeded().output.hasPrefix(#".TH "PACKFERRY" "1" "2023-11-14" "#))
    }

    @Test(
        "brings scripts that a shell can read",
        arguments: [
            "debian/preinst", "debian/postinst", "debian/prerm", "debian/postrm", "bundle/install.sh",
            "bundle/uninstall.sh",
        ]
    )
    func scripts(name: String) async throws {
        let outcome = try await Executable.needed("sh").run(["-n", "\(Self.checkout)/packaging/\(name)"], in: folder)
        #expect(outcome.status == 0, "\(outcome)")
    }

    @Test("brings a first configuration that is right")
    func configuration() async throws {
        let file = "\(Self.checkout)/packaging/debian/packferry.yaml"
        let outcome = try await Packferry.executable.run(
            ["config", "check", "--config", file],
            in: folder,
            environment: ["STATE_DIRECTORY": "\(folder)/state"]
        )
        #expect(outcome.status == 0, "\(outcome)")
    }

    @Test("goes to /usr/local where nobody says otherwise")
    func local() async throws {
        try await install("DESTDIR=\(folder)/package").succeeded()
        #expect(try text("usr/local/lib/systemd/system/packferry.service").contains("=/usr/local/bin/packferry serve"))
    }

    @Test("says what to do first where nothing was built")
    func unbuilt() async throws {
        let make = try Executable.needed("make")
        let arguments = ["-C", Self.checkout, "install", "BINARY=\(folder)/nothing", "DESTDIR=\(folder)/package"]
        let outcome = try await make.run(arguments, in: folder)
        #expect(outcome.status != 0 && outcome.complaints.contains("make build"))
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/package"))
    }

    @Test("brings a unit that systemd takes without a remark", .needs("systemd-analyze"))
    func unit() async throws {
        try await install("PREFIX=\(folder)/usr", "UNITDIR=\(folder)/units").succeeded()
        let outcome = try await Executable.needed("systemd-analyze").run(
            ["verify", "--man=no", "\(folder)/units/packferry.service"],
            in: folder
        )
        let ours = outcome.complaints.split(separator: "\n").filter { $0.contains("packferry") }
        #expect(ours.isEmpty, "\(outcome)")
    }

    @Test("brings a unit that leaves little to attack", .needs("systemd-analyze"))
    func exposure() async throws {
        try await install("PREFIX=\(folder)/usr", "UNITDIR=\(folder)/units").succeeded()
        let outcome = try await Executable.needed("systemd-analyze").run(
            ["security", "--offline=true", "--no-pager", "--threshold=20", "\(folder)/units/packferry.service"],
            in: folder
        )
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.contains("Overall exposure level"), "\(outcome)")
    }

    @Test("comes with a compose file for either side that Docker takes", .needsCompose)
    func compose() async throws {
        for name in ["docker-compose.yml", "docker-compose.offline.yml"] {
            let docker = try Executable.needed("docker")
            let outcome = try await docker.run(
                ["compose", "-f", "\(Self.checkout)/\(name)", "config", "-q"],
                in: folder
            )
            #expect(outcome.status == 0, "\(outcome)")
        }
    }

    @Test("is configured from a Verdaccio that is there, and from nothing")
    func initialisation() async throws {
        let shell = Shell(folder: folder)
        try shell.write("storage: ./storage\nlisten: 127.0.0.1:4873\n", to: "verdaccio/config.yaml")
        let written = try await shell.run("init", "verdaccio/config.yaml", "--role", "online", "--json").succeeded()
        #expect(try written.json.text("file") == "\(folder)/packferry.yaml")
        #expect(try await shell.run("config", "check").status == 0)
        let shown = try await shell.run("config", "show").succeeded().output
        #expect(shown.contains("storage: \(folder)/verdaccio/storage") && shown.contains("role: online"))
        let again = try await shell.run("init")
        #expect(again.status == 1 && again.complaints.contains("--force"))
        try await shell.run("init", "--force").succeeded()
        #expect(try await shell.run("init", "nothing", "--force").status == 66)
        try await shell.run("init", "--config", "verdaccio/mine.yaml", "verdaccio/config.yaml").succeeded()
        #expect(FileManager.default.fileExists(atPath: "\(folder)/verdaccio/mine.yaml"))
    }
}
