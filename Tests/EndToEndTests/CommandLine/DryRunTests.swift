import Foundation
import JSON
import SQLite
import TestSupport
import Testing

@Suite("Dry runs", .paced, .needsProgram, .temporaryDirectory, .ends)
struct DryRunTests {
    /// Every command that changes nothing.
    private static let looking = [
        "serve", "status", "healthcheck", "version", "collect", "findings list", "findings show", "install-check",
        "package list",
        "package show",
        "snapshot list", "snapshot show", "snapshot diff", "artifact list", "artifact show", "artifact verify",
        "import plan", "import verify", "import list", "import show", "keys show", "keys list", "job list", "job show",
        "job logs", "job wait",
        "schedule list", "schedule show", "state check",
        "config check", "config show", "store stats", "receipt show", "inventory export", "site list", "site show",
    ]
    /// Every other one.
    private static let changing = [
        "init", "doctor", "snapshot create", "snapshot delete", "snapshot name", "snapshot unname", "artifact build",
        "artifact fetch", "artifact export", "artifact delete", "import apply", "import rollback", "import delete",
        "import trust-source",
        "keys generate", "keys rotate", "keys trust", "job cancel", "prune", "store verify", "store gc",
        "support-bundle",
        "job retry", "schedule add", "schedule remove", "schedule pause", "schedule resume", "schedule run", "scan",
        "findings repair", "findings ignore", "refresh full", "refresh delta", "refresh package",
        "sync all", "sync repo", "state backup", "state restore", "receipt register", "inventory register",
        "site retire", "artifact mark-delivered",
    ]

    /// The sections of the manual of commands that run.
    private func manual() async throws -> [String: String] {
        let text = try await Packferry.executable
            .run(["--generate-manual", "markdown"], in: TemporaryDirectory.current).succeeded().output
        let sections = text.components(separatedBy: "\n## packferry ").dropFirst().map { section in
            (section.components(separatedBy: "\n")[0], section)
        }
        return Dictionary(uniqueKeysWithValues: sections.filter { !$0.1.contains("<command>") })
    }

    @Test("Every command that changes something takes --dry-run, and no other")
    func table() async throws {
        let manual = try await manual()
        #expect(manual.keys.sorted() == (Self.looking + Self.changing).sorted())
        let taking = manual.filter { $0.value.contains("- `--dry-run`") }.keys
        #expect(taking.sorted() == Self.changing.sorted())
    }

    @Test("A command that changes nothing does not know the flag", arguments: looking)
    func refused(command: String) async throws {
        let words = command.split(separator: " ").map(String.init) + ["--dry-run"]
        let outcome = try await Packferry.executable.run(words, in: TemporaryDirectory.current)
        #expect(outcome.status == 64, "\(outcome)")
        #expect(outcome.complaints.contains("unknown option '--dry-run'"), "\(outcome)")
    }

    @Test("A dry run where nothing was ever done leaves nothing at all")
    func untouched() async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")])
        let before = try Holdings(of: site.folder)
        for words in [["artifact", "build"], ["snapshot", "create", "first"], ["artifact", "build", "--full"]] {
            let tried = try await site.run(words + ["--dry-run", "--json"]).succeeded().json
            #expect(tried["dry_run"]?.boolValue == true, "\(words)")
            #expect(try Holdings(of: site.folder) == before, "\(words)")
        }
    }

    @Test("A dry run ends as the command would, says what would change, and leaves no row, file, lock or log")
    func leavesNothing() async throws {
        let parent = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: parent), try Site("far", in: parent))
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        let key = try await near.run("keys", "generate", "--json").succeeded().json.text("key")
        let first = try await near.archive()
        try await storage.add([SampleVersion("right", "1.0.0")])
        let second = try await near.archive()
        try await near.run("snapshot", "name", near.target(of: second), "now").succeeded()
        try await near.run("snapshot", "create", "spare").succeeded()
        try await near.run("state", "backup", "\(parent)/backup").succeeded()
        let waiting = try await far.run("import", "plan", first, "--json").succeeded().json
        let id = try #require(waiting.arrayValue?.first).text("id")
        let said = ["--site", "plant-7", "--by", "Ann", "--reason", "called"]
        let delivered = ["artifact", "mark-delivered", name(first)] + said
        let before = try Holdings(of: parent)
        for (site, words, status) in [
            (near, ["artifact", "delete", name(first)], 1), (near, ["artifact", "delete", name(second)], 0),
            (near, ["artifact", "delete", name(first), "--force"], 0), (near, ["artifact", "delete", "diff-2"], 66),
            (near, ["snapshot", "delete", "now"], 1), (near, ["snapshot", "delete", "nothing"], 66),
            (near, ["snapshot", "name", "now", "other"], 0), (near, ["snapshot", "unname", "now"], 0),
            (near, ["snapshot", "unname", "never"], 66), (near, ["snapshot", "create", "later"], 0),
            (near, ["artifact", "build", "--full"], 0), (near, ["state", "backup", "\(parent)/other"], 0),
            (near, ["state", "restore", "\(parent)/backup"], 0), (near, ["state", "restore", first], 65),
            (near, delivered, 0), (near, ["receipt", "register", first], 65),
            (near, ["inventory", "register", "\(first).sha512", "--site", "plant-7"], 0),
            (near, ["site", "retire", "plant-7"], 66), (near, ["doctor", "--copied"], 0),
            (near, ["doctor", "--restored"], 0),
            (near, ["init", near.storage], 1),
            (near, ["init", near.storage, "--force"], 0), (near, ["import", "apply", first], 65),
            (far, ["import", "apply", first], 0), (far, ["import", "apply", id], 0),
            (far, ["import", "delete", id], 0), (far, ["import", "rollback", id], 66),
            (far, ["import", "apply", second], 65), (far, ["import", "apply", second, "--allow-missing"], 3),
            (far, ["import", "apply", second, first], 0), (far, ["import", "apply", near.artifacts], 0),
            (far, ["import", "trust-source", first], 0),
            (far, ["import", "trust-source", "0123456789abcdef0123456789abcdef"], 0), (far, ["snapshot", "create"], 1),
            (near, ["keys", "generate"], 1), (near, ["keys", "generate", "--next"], 0), (near, ["keys", "rotate"], 1),
            (far, ["keys", "trust", key], 0), (far, ["keys", "trust", key, "--remove"], 66),
        ] as [(Site, [String], Int32)] {
            let outcome = try await site.run(words + ["--dry-run", "--json"])
            #expect(outcome.status == status, "\(outcome)")
            if status == 0 { #expect(outcome.output.contains("\"dry_run\":true"), "\(words)") }
            #expect(try Holdings(of: parent) == before, "\(words)")
        }
    }

    @Test("A dry run on a server says the same, and leaves no more than the row of a job")
    func onServer() async throws {
        let parent = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: parent), try Site("far", in: parent))
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        let archive = try await near.archive()
        let server = try await near.serve()
        let path = "/artifacts/\(name(archive))?dry_run=true"
        let tried = try await server.ask(path, "DELETE").expect(200).json
        #expect(tried["dry_run"]?.boolValue == true)
        #expect(try tried["files"]?.number("count") == 2)
        #expect(FileManager.default.fileExists(atPath: archive))
        let local = try await near.run("artifact", "delete", name(archive), "--dry-run", "--json").succeeded().json
        #expect(local == tried)
        try await fetch(archive, from: server)
        // Who had the server work is known, as where none runs.
        try await near.run("collect").succeeded()
        let jobs = try await near.run("job", "list", "--json").succeeded().json.list("items")
        #expect(try jobs.count == 2 && jobs.allSatisfy { try $0.text("initiator").hasPrefix("cli:") })
        try await server.stop()
        let other = try await far.serve()
        // Named to a server elsewhere, it is sent there, looked at, and gone again.
        for options in [["--server", other.url], []] {
            let words = ["import", "apply", archive, "--dry-run", "--json"] + options
            let tried = try #require(try await far.run(words).succeeded().json.arrayValue?.first)
            #expect(try tried["dry_run"]?.boolValue == true && tried.number("placed") == 1)
            #expect(try await far.run("import", "list", "--json").succeeded().json.list("items").isEmpty)
        }
        try await other.stop()
        #expect(try FileManager.default.contentsOfDirectory(atPath: far.storage).allSatisfy { $0 == ".packferry" })
    }

    private func fetch(_ archive: String, from server: Server) async throws {
        let target = "\(TemporaryDirectory.current)/usb"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
        let words = ["artifact", "fetch", name(archive), target, "--server", server.url, "--dry-run", "--json"]
        let tried = try await server.site.run(words).succeeded().json
        #expect(try tried["dry_run"]?.boolValue == true && tried.number("fetched") == tried.number("size"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: target).isEmpty)
    }

    private func name(_ archive: String) -> String {
        URL(fileURLWithPath: archive).lastPathComponent.components(separatedBy: ".")[0]
    }
}

extension Site {
    /// The snapshot that an archive of this site leads to.
    fileprivate func target(of archive: String) async throws -> String {
        let id = URL(fileURLWithPath: archive).lastPathComponent.components(separatedBy: ".")[0]
        return try await run("artifact", "show", id, "--json").succeeded().json.text("target")
    }
}

/// All that lies below a folder: every file with its content, and every row of a database instead of its pages, which
/// SQLite moves from one file to another when it likes.
private struct Holdings: Equatable {
    private var files: [String: Data] = [:]
    private var rows: [String: [String]] = [:]

    init(of folder: String) throws {
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        for path in paths {
            let (place, name) = ("\(folder)/\(path)", path.split(separator: "/").last ?? "")
            if name == "data.sqlite" {
                rows[path] = try Self.rows(of: place)
            } else if !name.hasPrefix("data.sqlite-") {
                files[path] = FileManager.default.contents(atPath: place) ?? Data()
            }
        }
    }

    private static func rows(of database: String) throws -> [String] {
        let connection = try Connection(path: database)
        let tables = try connection.fetchAll("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") {
            $0.text(0)
        }
        return try tables.map { table in
            let count = try connection.fetchOne("SELECT count(*) FROM \"\(table)\"") { $0.integer(0) }
            return "\(table): \(count ?? 0)"
        }
    }
}
