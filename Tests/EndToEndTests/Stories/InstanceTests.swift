import Foundation
import JSON
import TestSupport
import Testing

@Suite("Several instances and repositories", .paced, .needsProgram, .temporaryDirectory, .ends)
struct InstanceTests {
    @Test("A second server on the same state is refused and names the first")
    func sameState() async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        let server = try await site.serve()
        let second = try await site.run("serve")
        #expect(second.status == 75, "\(second)")
        #expect(second.complaints.contains("\(server.program.process)"), "\(second)")
        #expect(second.complaints.contains(server.url), "\(second)")
        #expect(try await server.ask("/livez").status == 200)
        #expect(try await server.stop().status == 0)
        // Nothing of it stays in the way.
        try await site.serve().stop()
    }

    @Test("A port that is taken is said so, with what to do")
    func portInUse() async throws {
        let folder = TemporaryDirectory.current
        let server = try await Site("one", in: folder).serve()
        let address = String(server.url.dropFirst("http://".count))
        let other = try await Site("other", in: folder, listen: address).run("serve")
        #expect(other.status == 73, "\(other)")
        #expect(other.complaints.contains(address), "\(other)")
        #expect(other.complaints.contains("listen"), "\(other)")
        try await server.stop()
    }

    @Test("Two repositories side by side: each is named, carried and served for itself")
    func twoRepositories() async throws {
        let folder = TemporaryDirectory.current
        let names = ["npm", "internal"]
        let near = try Site("near", in: folder, repositories: names)
        let far = try Site("far", in: folder, role: "offline", repositories: names)
        for name in names {
            var storage = SampleStorage(in: near.storage(of: name))
            try await storage.add([SampleVersion("common", "1.0.0", payload: Array(name.utf8))])
        }
        let unnamed = try await near.run("artifact", "build")
        #expect(unnamed.status == 64, "\(unnamed)")
        #expect(names.allSatisfy(unnamed.complaints.contains), "\(unnamed)")

        let archives = [
            try await near.archive("--repository", "npm"), try await near.archive("--repository", "internal"),
        ]
        for (name, archive) in zip(names, archives) { try await far.apply(archive, "-r", name).succeeded() }
        for name in names {
            let (here, there) = (near.storage(of: name), far.storage(of: name))
            #expect(try await Tree(of: there).tarballs == Tree(of: here).tarballs)
        }
        // An archive of another tree is not mixed in.
        let before = try await Tree(of: far.storage)
        let foreign = try await far.apply(archives[1], "-r", "npm")
        #expect(foreign.status == 65, "\(foreign)")
        #expect(foreign.complaints.contains("trust-source"), "\(foreign)")
        #expect(try await Tree(of: far.storage) == before)

        let server = try await far.serve()
        for name in names {
            let file = try await server.ask("/registries/\(name)/common/-/common-1.0.0.tgz", options: ["-o", name])
            #expect(file.status == 200)
            let sums = ["\(far.folder)/\(name)", "\(far.storage(of: name))/common/common-1.0.0.tgz"]
            #expect(try Set(sums.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }).count == 1)
        }
        #expect(try await server.ask("/npm/common").status != 200)
        let refused = try await server.post("/jobs/diff-build").expect(422)
        #expect(names.allSatisfy(refused.body.contains))
        try await server.stop()
    }

    @Test("A command hands its job to the server that runs on the state")
    func handedOver() async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        let server = try await site.serve()
        let archive = try await site.archive()
        #expect(FileManager.default.fileExists(atPath: archive))
        let jobs = try await server.ask("/jobs?type=diff-build").expect(200).json.list("items")
        #expect(try jobs.map { try $0.text("state") } == ["succeeded"])
        try await server.stop()
    }
}
