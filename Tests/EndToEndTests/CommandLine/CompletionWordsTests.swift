import Foundation
import JSON
import TestSupport
import Testing

@Suite("What completions offer", .paced, .needsProgram, .temporaryDirectory, .ends)
struct CompletionWordsTests {
    private let folder = TemporaryDirectory.current

    /// A side with an archive, a named snapshot, a schedule and a site that confirmed.
    private func near() async throws -> Site {
        let near = try Site("near", in: folder)
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        let far = try Site("plant-7", in: folder, role: "offline")
        try await far.apply(near.archive()).succeeded()
        let receipt = try await far.run("receipt", "show", "--output", folder, "--json").succeeded().json.text("path")
        try await near.run("receipt", "register", receipt).succeeded()
        try await near.run("snapshot", "create", "first").succeeded()
        try await near.run("schedule", "add", "diff-build", "--cron", "0 3 * * *").succeeded()
        return near
    }

    private func offered(_ kind: String, _ site: Site) async throws -> [String] {
        let outcome = try await site.run("--complete", kind).succeeded()
        #expect(outcome.complaints.isEmpty)
        return outcome.lines
    }

    /// The ids or names of a list that a command prints.
    private func listed(_ noun: String, _ name: String, _ site: Site) async throws -> [String] {
        try await site.run(noun, "list", "--json").succeeded().json.list("items").map { try $0.text(name) }
    }

    @Test("The ids and names that there are", arguments: [false, true])
    func ids(byServer: Bool) async throws {
        let near = try await near()
        let server = byServer ? try await near.serve() : nil
        for (kind, noun, name) in [
            ("artifacts", "artifact", "id"), ("jobs", "job", "id"), ("schedules", "schedule", "id"),
            ("sites", "site", "name"),
        ] {
            let offered = try await offered(kind, near)
            #expect(try await offered == listed(noun, name, near) && !offered.isEmpty, "\(kind)")
        }
        #expect(try await offered("snapshots", near) == ["first"] + listed("snapshot", "id", near))
        #expect(try await offered("repositories", near) == ["npm"])
        #expect(try await offered("imports", near).isEmpty)
        #expect(try await offered("unheard-of", near).isEmpty)
        let far = try Site("plant-7", in: folder, role: "offline")
        #expect(try await offered("imports", far) == listed("import", "id", far))
        _ = try await server?.stop()
    }

    @Test("Asking where nothing was ever done leaves nothing at all")
    func untouched() async throws {
        let site = try Site("near", in: folder)
        let before = try FileManager.default.subpathsOfDirectory(atPath: site.folder).sorted()
        for kind in ["artifacts", "snapshots", "jobs", "imports", "sites", "schedules", "repositories"] {
            _ = try await offered(kind, site)
        }
        #expect(try FileManager.default.subpathsOfDirectory(atPath: site.folder).sorted() == before)
    }

    @Test("bash offers them while they are typed", .needs("bash"))
    func bash() async throws {
        let near = try await near()
        let script = try await near.run("--generate-completion-script", "bash").succeeded().output
        let ask = """
            PATH="\(folder)/bin:$PATH"
            COMP_WORDS=(packferry --config \(near.configuration) artifact show diff-); COMP_CWORD=5; _packferry
            printf '%s\\n' "${COMPREPLY[@]}"
            COMP_WORDS=(packferry artifact build --config = \(near.configuration) --site pl); COMP_CWORD=7; _packferry
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        try FileManager.default.createDirectory(atPath: "\(folder)/bin", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/bin/packferry",
            withDestinationPath: Packferry.executable.path
        )
        let answer = try StockTool("bash").run(["--norc"], in: folder, input: script + ask)
        #expect(
            try await answer.output.split(separator: "\n").map(String.init)
                == listed("artifact", "id", near) + ["plant-7"],
            "\(answer)"
        )
    }
}
