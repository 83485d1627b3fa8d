import Foundation
import JSON
import TestSupport
import Testing

@Suite("Checking what would install", .paced, .needsProgram, .temporaryDirectory, .ends)
struct InstallCheckTests {
    private func site() async throws -> Site {
        let site = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")])
        return site
    }

    private func write(_ text: String, _ name: String) throws -> String {
        let path = "\(TemporaryDirectory.current)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test("All there ends with 0, something missing with 3 and a request that names it", arguments: [false, true])
    func endings(withServer: Bool) async throws {
        let site = try await site()
        let server = withServer ? try await site.serve() : nil
        try await check(site)
        try await server?.stop()
    }

    private func check(_ site: Site) async throws {
        let request = "\(TemporaryDirectory.current)/wanted.json"
        let whole = try write("left@^1\n@team/right\n", "whole.txt")
        let there = try await site.run("install-check", whole, "--request", request)
        #expect(there.status == 0, "\(there)")
        #expect(there.output.contains("2 packages looked for, all there"))
        #expect(!FileManager.default.fileExists(atPath: request))

        let lock = """
            {"lockfileVersion":3,"packages":{"node_modules/left":{"version":"1.0.0"},"node_modules/up":{"version":"1.2.3"}}}
            """
        let missing = try await site.run("install-check", try write(lock, "package-lock.json"), "--request", request)
        #expect(missing.status == 3, "\(missing)")
        #expect(missing.output.contains("up-1.2.3.tgz"))
        #expect(!missing.output.contains("left"))
        let written = try JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: request))))
        #expect(written["format"] == "packferry.request/1")
        #expect(written["packages"]?.arrayValue?.map { $0["name"]?.stringValue } == ["up"])
        let again = try await site.run("install-check", request, "--json")
        #expect(again.status == 3)
        #expect(try again.json["missing"]?.arrayValue?.first?["version"] == "1.2.3")
    }

    @Test("One urgent package: the far side asks by a file, the near side answers with a part of its storage")
    func roundTrip() async throws {
        let near = try await site()
        let far = try Site("far", in: TemporaryDirectory.current, role: "offline")
        try await far.apply(near.archive()).succeeded()
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("left", "2.0.0")])
        try await storage.add([
            SampleVersion("new", "1.0.0", needs: ["left": "^2.0.0"]), SampleVersion("more", "1.0.0"),
        ])
        let wanted = try write("new@^1\n", "wanted.txt")
        let request = "\(TemporaryDirectory.current)/request.json"
        #expect(try await far.run("install-check", wanted, "--request", request).status == 3)

        let built = try await near.run("artifact", "build", "--lockfile", request, "--json").succeeded().json
        #expect(built["scope"] == "partial")
        #expect(built["files"]?.integerValue == 4)
        try await far.apply(built.text("path")).succeeded()
        #expect(try await far.run("install-check", wanted).status == 0)
        #expect(try await far.run("install-check", try write("more\n", "more.txt")).status == 3)
        let absent = try await near.run("artifact", "build", "--only", "left@^3")
        #expect(absent.status == 66, "\(absent)")
        #expect(absent.complaints.contains("left@^3 is not in the storage"))
        #expect(try await near.run("artifact", "build", "--only", "left", "--full").status == 64)
    }

    @Test("What cannot be read is named, and ends with 65 or 66")
    func refusals() async throws {
        let site = try await site()
        let none = try await site.run("install-check", "\(TemporaryDirectory.current)/none.json", "--json")
        #expect(none.status == 66, "\(none)")
        let page = try await site.run("install-check", try write("<html>", "page.html"), "--json")
        #expect(page.status == 65, "\(page)")
        #expect(try page.problem["hint"]?.stringValue?.contains("package-lock.json") == true)
        #expect(try await site.run("install-check").status == 64)
    }

    @Test("A folder of files has no packages to check")
    func files() async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        try site.configure(
            "site: { name: near }\nlisten: 127.0.0.1:0\nrepositories:\n  images: { type: files, path: ./storage }\n"
        )
        let outcome = try await site.run("install-check", try write("left\n", "list.txt"))
        #expect(outcome.status == 64, "\(outcome)")
        #expect(outcome.complaints.contains("images is of type files"))
    }
}
