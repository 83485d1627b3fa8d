import Foundation
import JSON
import TestSupport
import Testing

/// Secrets wherever an operator has them, jobs that go wrong with them, and a look at everything that is kept or told.
@Suite("Planted secrets", .paced, .needsProgram, .temporaryDirectory, .ends)
struct PlantedSecretsTests {
    private static let token = "T0K3N-0f-npm"
    private static let password = "P4SSW0RD-0f-upstream"
    private static let proxy = "PR0XY-S3CR3T"
    private static let client = "CL13NT-S3CR3T"
    private static let words = [token, password, proxy, client]

    private var folder: String { TemporaryDirectory.current }

    /// A site whose every way out fails: its proxy is away, and so is the Verdaccio that it asks with a token.
    private func site() async throws -> Site {
        var site = try Site("site", in: folder)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        try await Executable.needed("cp").run(["-r", site.storage, "\(site.folder)/second"], in: folder).succeeded()
        let secret = "\(folder)/secret"
        try Data("ci:\(Self.password)\n".utf8).write(to: URL(fileURLWithPath: secret))
        try site.configure(
            """
            site: { role: both, name: plant }
            listen: 127.0.0.1:0
            repositories:
              npm: { type: npm, storage: ./storage, upstream: "http://registry.invalid", upstream_auth: "file:\(secret)" }
              other: { type: npm, storage: ./second, registry: "http://127.0.0.1:9", registry_auth: "env:NPM_TOKEN" }
            """
        )
        let proxy = "http://someone:\(Self.proxy)@127.0.0.1:9"
        let variables = [
            "NPM_TOKEN=\(Self.token)", "http_proxy=\(proxy)", "https_proxy=\(proxy)", "all_proxy=\(proxy)",
        ]
        site.packferry = site.packferry.started(by: try Executable.needed("env"), variables)
        return site
    }

    @Test("are in no log, answer, event, record, archive or receipt, whatever fails")
    func nowhere() async throws {
        let site = try await site()
        try await site.run("keys", "generate").succeeded()
        let server = try await site.serve()
        var told = try await jobs(of: server)
        told += try await answers(of: server)
        let printed = try await server.stop()
        told += printed.output + printed.complaints
        told += try await commands(of: site)

        let key = try String(contentsOfFile: "\(site.folder)/state/keys/signing", encoding: .utf8)
        let lines = key.split(separator: "\n").filter { !$0.hasPrefix("-----") && $0.count > 20 }.dropFirst().map(
            String.init
        )
        #expect(!lines.isEmpty)
        for word in Self.words + Self.words.map({ Data($0.utf8).base64EncodedString() }) + lines + [basic] {
            #expect(!told.contains(word), "\(word) was told: \(excerpt(told, word))")
            try await expectNowhere(word, in: site)
        }
        // The look itself finds what is there.
        #expect(told.contains("registry.invalid") && told.contains("env:NPM_TOKEN"))
    }

    private var basic: String { Data("ci:\(Self.password)".utf8).base64EncodedString() }

    private func excerpt(_ text: String, _ word: String) -> Substring {
        guard let range = text.range(of: word) else { return "" }
        let start = text.index(range.lowerBound, offsetBy: -200, limitedBy: text.startIndex) ?? text.startIndex
        return text[start..<range.lowerBound]
    }

    /// Starts what fetches, builds and applies, and gives what is told of it.
    private func jobs(of server: Server) async throws -> String {
        var told = ""
        var archive = ""
        let jobs = [
            ("full-refresh?repository=npm", nil), ("delta-refresh?repository=npm", nil),
            ("package-refresh?repository=npm", #"{"package":"left"}"#), ("full-refresh?repository=other", nil),
            ("broken-rescan?repository=npm", #"{"repair":true}"#), ("diff-build?repository=npm", nil),
            ("diff-build?repository=other", #"{"full":true}"#),
        ]
        for (path, body) in jobs {
            let answer = try await server.post("/jobs/\(path)", body)
            told += answer.body
            guard answer.status == 202 else { continue }
            let job = try await server.ended(answer.location)
            told += "\(job)"
            for more in ["log", "packages"] { told += try await server.ask("\(answer.location)/\(more)").body }
            told += try await server.ask("\(answer.location)/events", options: ["-m", "2"]).body
            if let path = job["result"]?["path"]?.stringValue { archive = path }
            if let id = job["result"]?["artifact"]?.stringValue { archive = "\(server.site.artifacts)/\(id).tar.zst" }
        }
        #expect(archive.hasSuffix(".tar.zst"), "\(told)")
        let staged = try await server.post(
            "/imports",
            #"{"repository":"other","path":"\#(archive)","allow_unsigned":true}"#
        )
        told += staged.body
        if let id = try staged.json["id"]?.stringValue {
            told += try await "\(server.job("/imports/\(id)/apply", "{\"adopt_source\":true}"))"
            told += try await server.ask("/imports/\(id)/receipt").body
        }
        return told
    }

    /// What is told to whoever asks, with secrets of their own.
    private func answers(of server: Server) async throws -> String {
        let routes = try await server.ask("/routes").json.list("items")
        var told = ""
        for route in routes where try route.text("method") == "GET" {
            let path = try route.text("path").replacing("{name...}", with: "left").replacing(/\{\w+\}/, with: "x")
            guard !path.hasSuffix("events") else { continue }
            let options = [
                "-H", "Authorization: Bearer \(Self.client)", "-H", "Cookie: session=\(Self.client)", "-H",
                "X-Request-ID: r1",
            ]
            told += try await server.ask("\(path)?", options: options).body
        }
        for path in ["/npm/absent", "/registries/npm/absent", "/registries/other/absent"] {
            told += try await server.ask(path, options: ["-u", "someone:\(Self.client)"]).body
        }
        // `curl -m` ends what has no end.
        let curl = server.site.curl
        told += try await curl.run(["-sN", "-m", "1", "-H", "Last-Event-ID: 0", "\(server.url)/events"], in: folder)
            .output
        return told
    }

    /// What commands print, beside no server.
    private func commands(of site: Site) async throws -> String {
        var told = ""
        for command in [
            ["config", "check"], ["config", "show"], ["config", "show", "--json"], ["doctor"], ["doctor", "--json"],
            ["status", "--json"], ["refresh", "full", "--repository", "npm"],
            ["refresh", "full", "--repository", "other", "--verbose"],
            ["refresh", "package", "left", "--repository", "npm", "--json"], ["keys", "show", "--json"],
            ["job", "list", "--json"], ["artifact", "build", "--repository", "npm", "--full", "--verbose"],
            ["state", "backup", "\(site.folder)/backup.sqlite"],
        ] {
            let outcome = try await site.run(command)
            told += outcome.output + outcome.complaints
        }
        return told
    }

    /// Looks into every file of the site but the key itself, and into every archive.
    private func expectNowhere(_ word: String, in site: Site) async throws {
        let script = """
            grep -rlaF -e "$1" --exclude=signing "$2"
            for archive in "$2"/artifacts/*.tar.zst; do zstd -dcq "$archive" | grep -aqF -e "$1" && echo "$archive"; done
            true
            """
        let found = try await Executable.needed("sh").run(["-c", script, "sh", word, site.folder], in: folder)
            .succeeded()
        #expect(found.output == "", "\(word) lies in \(found.output)")
    }

    @Test(
        "that stand in the configuration itself are refused, and the message does not repeat them",
        arguments: ["registry", "upstream", "registry_auth", "public_url"]
    )
    func inConfiguration(key: String) async throws {
        let site = try Site("site", in: folder)
        let value = "http://someone:\(Self.password)@registry.invalid/"
        let (inside, outside) = key == "public_url" ? ("", "\(key): \"\(value)\"") : (", \(key): \"\(value)\"", "")
        try site.configure("\(outside)\nrepositories: { npm: { type: npm, storage: ./storage\(inside) } }")
        for command in [
            ["config", "check"], ["config", "show", "--json"], ["serve"], ["doctor"], ["refresh", "full"],
        ] {
            let outcome = try await site.run(command)
            #expect(outcome.status == 78, "\(outcome)")
            #expect(!(outcome.output + outcome.complaints).contains(Self.password), "\(outcome)")
        }
    }
}
