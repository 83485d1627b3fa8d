import Foundation
import JSON
import TestSupport
import Testing

@Suite("kill -9 at random moments", .paced, .needsProgram, .temporaryDirectory, .ends)
struct CrashTests {
    private static let seed: UInt64 = {
        ProcessInfo.processInfo.environment["PACKFERRY_SEED"].flatMap { UInt64($0) } ?? 20_261_121
    }()
    /// Half of them during builds, half during applies.
    private static let rounds =
        ProcessInfo.processInfo.environment["PACKFERRY_KILL_ROUNDS"].flatMap { Int($0) } ?? 12

    @Test("during a build: no half archive is ever visible, and all that were built together bring everything")
    func build() async throws {
        let folder = TemporaryDirectory.current
        var random = SeededRandom(seed: Self.seed)
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        try await storage.add(Self.versions(0, &random))
        let whole = try await near.run("artifact", "build").succeeded().duration
        var (checked, killed) = (Set<String>(), 0)
        for round in 1...(Self.rounds / 2) {
            try await storage.add(Self.versions(round, &random))
            let moment = KillMoment.random(within: whole, files: 20, &random)
            if try await moment.kill(near.start(["artifact", "build"]), workingIn: near.folder) { killed += 1 }
            for file in Self.archives(near) where checked.insert(file).inserted {
                let zstd = try await Executable.needed("zstd").run(["-qt", file], in: near.artifacts)
                #expect(zstd.status == 0, "seed \(Self.seed), round \(round): \(file) is not whole")
            }
            _ = try await near.build()
        }
        // What a killed build left is hidden, and the next build removes it.
        #expect(near.artifactFiles.filter { $0.hasPrefix(".") } == [], "seed \(Self.seed)")
        for file in Self.archives(near) {
            try await Executable.needed("sha512sum").run(["-c", "\(file).sha512"], in: near.artifacts).succeeded()
            try await far.apply("\(near.artifacts)/\(file)").succeeded()
        }
        #expect(try await Tree(of: far.storage).tarballs == Tree(of: near.storage).tarballs, "seed \(Self.seed)")
        #expect(killed > 0, "seed \(Self.seed): none was killed")
    }

    @Test("during an apply, and what finishes it: no half file is visible, and to apply again leads to the same end")
    func apply() async throws {
        let folder = TemporaryDirectory.current
        var random = SeededRandom(seed: Self.seed)
        let near = try Site("near", in: folder)
        var storage = SampleStorage(in: near.storage)
        try await storage.add(Self.versions(0, &random))
        // The far side has an earlier archive and a publication of its own, so that documents are merged.
        let prepared = try Site("prepared", in: folder, role: "offline")
        try await prepared.apply(near.archive()).succeeded()
        try await LocalPublication.add(SampleVersion("package-1", "9.0.0-plant"), to: prepared.storage, tag: "plant")
        try await storage.add(Self.versions(1, &random) + Self.versions(2, &random))
        let archive = try await near.archive()

        let undisturbed = try await Self.copy(of: prepared, "undisturbed")
        let whole = try await undisturbed.apply(archive).succeeded().duration
        let wanted = try await Tree(of: undisturbed.storage)
        var killed = 0
        for round in 1...(Self.rounds / 2) {
            let far = try await Self.copy(of: prepared, "far-\(round)")
            // One time in three the run that finishes it is killed too.
            for _ in 0..<(round % 3 == 0 ? 2 : 1) {
                let moment = KillMoment.random(within: whole, files: 70, &random)
                let program = try far.start(["import", "apply", archive])
                if try await moment.kill(program, workingIn: far.storage) { killed += 1 }
                try await Self.expectWhole(far, wanted, "seed \(Self.seed), round \(round), \(moment)")
            }
            let again = try await far.apply(archive)
            #expect(again.status == 0, "seed \(Self.seed), round \(round): \(again)")
            let differences = try await Tree(of: far.storage).differences(from: wanted)
            #expect(differences == [], "seed \(Self.seed), round \(round)")
            #expect(try Self.leftovers(far) == [], "seed \(Self.seed), round \(round)")
            try FileManager.default.removeItem(atPath: far.folder)
        }
        #expect(killed > 0, "seed \(Self.seed): none was killed")
    }

    @Test("of the service during a build: the job is interrupted, and a retry does it")
    func service() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        for index in 0..<4 { try await storage.addNoise(SampleVersion("noise-\(index)", "1.0.0"), mebibytes: 32) }
        let first = try await near.serve()
        let job = try await first.post("/jobs/diff-build").expect(202).location
        while try await first.ask(job).json.text("state") == "queued" {}
        try await first.program.killNow()

        let second = try await near.serve()
        var ended = try await second.ended(job)
        // A kind that can be resumed goes on by itself; any other waits for somebody.
        #expect(try ["interrupted", "succeeded"].contains(ended.text("state")))
        if try ended.text("state") == "interrupted" {
            let retried = try await second.post("\(job)/retry").expect(202)
            ended = try await second.ended(retried.location)
        }
        #expect(try ended.text("state") == "succeeded")
        let archive = try #require(ended["result"]).text("artifact")
        #expect(near.artifactFiles == ["\(archive).tar.zst", "\(archive).tar.zst.sha512"])
        try await far.apply("\(near.artifacts)/\(archive).tar.zst").succeeded()
        #expect(try await Tree(of: far.storage).tarballs == Tree(of: near.storage).tarballs)
        try await second.stop()
    }

    /// Ten packages' versions of one round.
    private static func versions(_ round: Int, _ random: inout SeededRandom) -> [SampleVersion] {
        (0..<10).map { SampleVersion("package-\($0)", "1.0.\(round)", payload: random.bytes(30_000)) }
    }

    /// Whether all that clients can see is whole, no version is listed before its file is there, and the site's own is.
    private static func expectWhole(_ site: Site, _ wanted: Tree, _ moment: String) async throws {
        let tree = try await Tree(of: site.storage)
        for (path, digest) in tree.tarballs {
            #expect(digest == wanted.files[path], "\(moment): \(path)")
        }
        for path in tree.files.keys where path.hasSuffix("/package.json") {
            let package = String(path.dropLast("/package.json".count))
            for version in try versions(listedIn: "\(site.storage)/\(path)") {
                #expect(tree.files[SampleVersion(package, version).path] != nil, "\(moment): \(package)@\(version)")
            }
        }
        let own = try versions(listedIn: "\(site.storage)/package-1/package.json")
        #expect(own.contains("9.0.0-plant"), "\(moment): what was published here is gone")
    }

    /// Read by other means than the program's own.
    private static func versions(listedIn document: String) throws -> [String] {
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: document)))
        let versions = (object as? [String: Any])?["versions"] as? [String: Any]
        return try #require(versions, "\(document) lists no versions").keys.sorted()
    }

    /// What an import leaves behind in the storage when it is over: nothing but what is remembered.
    private static func leftovers(_ site: Site) throws -> [String] {
        let folder = "\(site.storage)/.packferry"
        let staging = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/staging")) ?? []
        let names = try FileManager.default.subpathsOfDirectory(atPath: site.storage)
        return staging
            + names.filter { name in
                [".tmp", ".partial", ".lock"].contains { name.contains($0) } || name.hasSuffix("journal.jsonl")
            }
    }

    private static func archives(_ site: Site) -> [String] {
        // In the order in which they were built: further ones of a minute are numbered.
        site.artifactFiles.filter { $0.hasSuffix(".tar.zst") && !$0.hasPrefix(".") }
            .sorted { left, right in
                // Without the ending, which sorts behind the ordinal: `diff-1.tar.zst` came before `diff-1-2.tar.zst`.
                left.dropLast(8).compare(right.dropLast(8), options: .numeric) == .orderedAscending
            }
    }

    private static func copy(of site: Site, _ name: String) async throws -> Site {
        let folder = TemporaryDirectory.current
        let copy = try Site(name, in: folder, role: "offline")
        try await Executable.needed("cp").run(["-a", "\(site.folder)/.", copy.folder], in: folder).succeeded()
        return copy
    }
}
