import Foundation
import JSON
import TestSupport
import Testing

@Suite("What stays at home", .paced, .needsProgram, .temporaryDirectory, .ends)
struct LeftBehindTests {
    private func near(_ trees: String = "npm: { type: npm, storage: ./storage }") throws -> Site {
        let near = try Site("near", in: TemporaryDirectory.current)
        try near.configure("site: { role: online, name: near }\nlisten: 127.0.0.1:0\nrepositories:\n  \(trees)")
        return near
    }

    private func shell(_ line: String, in folder: String) async throws {
        try await Executable.needed("sh").run(["-c", line], in: folder).succeeded()
    }

    @Test(
        "A link is named by build, dry run, snapshot and collect, each of which is partial, until it is excluded",
        arguments: [false, true]
    )
    func link(_ isServed: Bool) async throws {
        let near = try near()
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("moved", "1.0.0")])
        try await shell("mkdir ../disk && mv moved ../disk/ && ln -s ../disk/moved moved", in: near.storage)
        let server = isServed ? try await near.serve() : nil
        for command in [
            ["artifact", "build", "--dry-run"], ["artifact", "build"], ["artifact", "build"], ["collect"],
            ["snapshot", "create"],
        ] {
            let outcome = try await near.run(command)
            #expect(outcome.status == 3, "\(outcome)")
            #expect(
                outcome.output.contains("left behind: moved is a symbolic link, which is not followed"),
                "\(outcome)"
            )
            let json = try await near.run(command + ["--json"])
            #expect(json.status == 3)
            let left = try #require(try json.json["left_behind"])
            #expect(try left.number("count") == 1 && left.list("items").first?.text("kind") == "link")
        }
        let jobs = try await near.run("job", "list", "--json").succeeded().json.list("items")
        // What a command by itself only tries is in no history.
        #expect(try jobs.count == (isServed ? 10 : 8) && jobs.allSatisfy { try $0.text("state") == "partial" })
        try await server?.stop()
        try near.configure(
            """
            site: { role: online, name: near }
            listen: 127.0.0.1:0
            repositories: { npm: { type: npm, storage: ./storage, carry: { exclude: [moved, "@plnt/*"] } } }
            """
        )
        let quiet = try await near.run("artifact", "build").succeeded()
        #expect(quiet.output.contains(#"warning: carry.exclude "@plnt/*" takes nothing that is here"#), "\(quiet)")
        let check = try await near.run("config", "check", "--json").succeeded().json
        #expect(try check.list("patterns").map { try $0["takes"]?.number("count") } == [1, 0])
        #expect(try check.list("warnings").count == 1)
    }

    @Test("A folder that cannot be entered, and lost+found, keep nothing else at home", .needs("setpriv"))
    func closed() async throws {
        var (near, far) = (try near(), try Site("far", in: TemporaryDirectory.current, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        let names = ["left", "closed", "@shut/in"]
        try await storage.add(names.map { SampleVersion($0, "1.0.0") })
        try await shell("mkdir storage/lost+found ../far/storage/lost+found", in: near.folder)
        guard try await share([near, far]) else { return }
        for index in [0, 1] {
            let site = index == 0 ? near : far
            let open = site.packferry.started(
                by: try Executable.needed("setpriv"),
                ["--reuid=65534", "--regid=65534", "--clear-groups"]
            )
            if index == 0 { near.packferry = open } else { far.packferry = open }
        }
        try await far.apply(near.archive()).succeeded()
        try await shell("chown -R 0:0 closed @shut && chmod 700 closed @shut", in: near.storage)
        try await shell("chown -R 0:0 left && chmod 700 left", in: far.storage)
        let built = try await near.run("artifact", "build", "--full", "--json")
        #expect(built.status == 3, "\(built)")
        let left = try #require(try built.json["left_behind"]).list("items")
        #expect(try left.map { try $0.text("path") } == ["@shut", "closed"])
        #expect(try left.allSatisfy { try $0.text("kind") == "closed" } && built.json.number("held") == 4)
        #expect(try built.json.number("deletes") == 0)
        let applied = try await far.apply(built.json.text("path"))
        #expect(applied.status == 3, "\(applied)")
        let conflicts = try #require(try applied.json.arrayValue?.first).excerpt("conflicts").compactMap(\.stringValue)
        #expect(conflicts.count == 1 && conflicts[0].hasPrefix("left cannot be entered"), "\(conflicts)")
    }

    /// Gives everything but what lies in `lost+found` to nobody; `false` where this user cannot.
    private func share(_ sites: [Site]) async throws -> Bool {
        guard geteuid() == 0 else { return false }
        for site in sites {
            try await shell(
                "chown -R 65534:65534 . && chown 0:0 storage/lost+found && chmod 700 storage/lost+found",
                in: site.folder
            )
        }
        // What lies above must let nobody pass.
        try await shell("chmod 755 .", in: TemporaryDirectory.current)
        return true
    }

    @Test("A folder of files says the same of links, pipes and names, in its own words")
    func files() async throws {
        let near = try near("images: { type: files, path: ./storage, exclude: [skipped] }")
        try await shell(
            "echo x > good; ln -s good link; mkfifo pipe; ln -s /nowhere skipped; mkdir lost+found; echo x > 'back\\slash'",
            in: near.storage
        )
        let built = try await near.run("artifact", "build", "--json")
        #expect(built.status == 3)
        let left = try #require(try built.json["left_behind"]).list("items")
        #expect(try left.map { try $0.text("kind") } == ["name", "link", "not-a-file"])
        let collected = try await near.run("collect")
        #expect(collected.status == 3 && collected.output.contains("1 package, 1 file; "), "\(collected)")
    }

    @Test("A storage that is itself a link is followed")
    func linkedStorage() async throws {
        let near = try near()
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        try await shell("mv storage real && ln -s real storage", in: near.folder)
        #expect(try await Archive(near.archive()).tarballs == ["left/left-1.0.0.tgz"])
    }

    @Test("Packages of which nothing was fetched are a number, and names on request")
    func notCached() async throws {
        let near = try near()
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        try FileManager.default.createDirectory(atPath: "\(near.storage)/right", withIntermediateDirectories: true)
        try storage.mention([SampleVersion("right", "1.0.0"), SampleVersion("left", "1.1.0")])
        let built = try await near.run("artifact", "build").succeeded()
        #expect(built.output.contains("not cached: 1 package of which no version was ever fetched"), "\(built)")
        #expect(!built.output.contains("warning"))
        let verbose = try await near.run("artifact", "build", "--verbose").succeeded()
        #expect(verbose.output.contains("not cached: right"), "\(verbose)")
        let shown = try await near.run("package", "show", "left").succeeded()
        #expect(
            shown.output.contains("not cached: 1 version; --verbose lists them")
                && !shown.output.contains("left-1.1.0.tgz")
        )
        #expect(try await near.run("package", "show", "left", "-v").succeeded().output.contains("not cached"))
    }
}
