import Foundation
import JSON
import TestSupport
import Testing

@Suite("Versions published on the far side", .paced, .needsProgram, .temporaryDirectory, .ends)
struct PublicationTests {
    @Test("They survive every apply, and install", .needsNpm)
    func survive() async throws {
        let folder = TemporaryDirectory.current
        let near = try Site("near", in: folder)
        let far = try Site("far", in: folder, role: "offline", gap: await .airGapIfPermitted())
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("other", "1.0.0")])
        try await far.apply(near.archive()).succeeded()
        let own = [SampleVersion("left", "1.0.1-plant.1"), SampleVersion("@plant/own", "4.0.0", needs: ["left": "1"])]
        try await LocalPublication.add(own[0], to: far.storage, tag: "plant")
        try await LocalPublication.add(own[1], to: far.storage)
        let published = try await Tree(of: far.storage)

        try await storage.add([SampleVersion("left", "1.1.0")])
        try await far.apply(near.archive()).succeeded()
        try await far.apply(near.archive("--full")).succeeded()

        let after = try await Tree(of: far.storage)
        for version in own { #expect(after.files[version.path] == published.files[version.path]) }
        let left = try LocalPublication.document(of: "left", in: far.storage)
        #expect(left["versions"]?.keys.sorted() == ["1.0.0", "1.0.1-plant.1", "1.1.0"])
        #expect(left["dist-tags"]?["plant"] == "1.0.1-plant.1")
        #expect(left["dist-tags"]?["latest"] == "1.1.0")
        let registry = try await far.serve()
        let project = try NodeProject("project", in: folder, needs: ["@plant/own": "*", "left": "1.0.1-plant.1"])
        try await project.npm("install", registry: registry.registry, on: far).succeeded()
        #expect(project.installed("@plant/own") == "4.0.0")
        #expect(project.installed("left") == "1.0.1-plant.1")
        try await registry.stop()
    }

    @Test("One that later arrives with other bytes stays, and the result is partial")
    func conflict() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        try await far.apply(near.archive()).succeeded()
        let own = SampleVersion("left", "1.1.0", payload: [1])
        try await LocalPublication.add(own, to: far.storage)
        let published = try await Tree(of: far.storage)

        try await storage.add([SampleVersion("left", "1.1.0", payload: [2]), SampleVersion("fresh", "1.0.0")])
        let applied = try await far.apply(near.archive())
        #expect(applied.status == 3, "\(applied)")
        let report = try #require(try applied.json.arrayValue?.first)
        #expect(try report.excerpt("conflicts").contains { $0.stringValue?.contains(own.path) == true })
        let after = try await Tree(of: far.storage)
        #expect(after.files[own.path] == published.files[own.path])
        #expect(after.files["fresh/fresh-1.0.0.tgz"] != nil)

        // Later archives rest on what is there, and are no trouble.
        try await storage.add([SampleVersion("left", "1.2.0")])
        let next = try await far.apply(near.archive())
        #expect([0, 3].contains(next.status), "\(next)")
        let left = try LocalPublication.document(of: "left", in: far.storage)
        #expect(left["versions"]?.keys.sorted() == ["1.0.0", "1.1.0", "1.2.0"])
    }

    @Test("One that later arrives with equal bytes is no conflict")
    func equal() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        try await far.apply(near.archive()).succeeded()
        try await LocalPublication.add(SampleVersion("left", "1.1.0"), to: far.storage)
        try await storage.add([SampleVersion("left", "1.1.0"), SampleVersion("left", "1.2.0")])
        let applied = try await far.apply(near.archive()).succeeded()
        let report = try #require(try applied.json.arrayValue?.first)
        #expect(try report.excerpt("conflicts") == [])
        #expect(try await Tree(of: far.storage).tarballs == Tree(of: near.storage).tarballs)
    }

    @Test("What archives brought is listed on Verdaccio's own page where that is asked for, and its secret stays")
    func listed() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")])
        let archive = try await near.archive()
        let list = URL(fileURLWithPath: "\(far.storage)/.verdaccio-db.json")
        func outcome(_ options: String...) async throws -> JSONValue {
            let words = ["import", "apply", archive, "--json"] + options
            return try #require(try await far.run(words).succeeded().json.arrayValue?.first)
        }
        let absent = try await outcome("--register-packages")
        #expect(try absent.number("registered") == 0 && absent["result"] == "succeeded")
        #expect(try absent.list("warnings").contains { $0.stringValue?.contains("no .verdaccio-db.json") == true })
        #expect(!FileManager.default.fileExists(atPath: list.path))
        try Data(#"{"list":["own"],"secret":"s"}"#.utf8).write(to: list)
        #expect(try await outcome()["registered"] == .null)
        #expect(try await outcome("--register-packages", "--dry-run").number("registered") == 2)
        #expect(try String(contentsOf: list, encoding: .utf8) == #"{"list":["own"],"secret":"s"}"#)
        let added = try await outcome("--register-packages")
        #expect(try added.number("registered") == 2)
        #expect(try String(contentsOf: list, encoding: .utf8) == #"{"list":["own","@team/right","left"],"secret":"s"}"#)
        #expect(try await outcome("--register-packages").number("registered") == 0)
    }
}
