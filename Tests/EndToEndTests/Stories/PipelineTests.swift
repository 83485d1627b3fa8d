import Foundation
import JSON
import TestSupport
import Testing

@Suite("What a pipeline does, as docs/ci.md tells it", .paced, .needsProgram, .needs("jq"), .temporaryDirectory, .ends)
struct PipelineTests {
    /// The folder of a pipeline with the files of the page in it.
    private struct Pipeline {
        let folder: String
        let server: Server

        init(_ name: String, _ server: Server) throws {
            folder = "\(TemporaryDirectory.current)/\(name)"
            self.server = server
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (file, text) in try PipelineTests.files() {
                try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(file)"))
            }
        }

        func run(_ arguments: String...) async throws -> Outcome {
            let shell = try Executable.needed("sh")
            return try await shell.run(arguments, in: folder, environment: ["PACKFERRY_URL": server.url])
        }

        func json(_ file: String) throws -> JSONValue {
            try JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)"))))
        }
    }

    /// The code of the page by the name in its first line.
    private static func files() throws -> [String: String] {
        let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let page = try String(contentsOfFile: "\(root)/docs/ci.md", encoding: .utf8)
        let blocks = page.components(separatedBy: "```sh\n# ").dropFirst().map { $0.components(separatedBy: "```")[0] }
        let files = blocks.map { block in
            let name = block.prefix { $0 != "\n" }
            return (String(name), String(block.dropFirst(name.count + 1)))
        }
        try #require(files.map(\.0) == ["packferry.sh", "build.sh", "apply.sh", "register.sh"])
        return Dictionary(uniqueKeysWithValues: files)
    }

    /// Three sides: upstream, the one that builds and the one that applies.
    private func withSides(_ body: (_ upstream: Site, Server, Server) async throws -> Void) async throws {
        let folder = TemporaryDirectory.current
        let upstream = try Site("upstream", in: folder)
        var newer = SampleStorage(in: upstream.storage)
        let near = try Site("near", in: folder, role: "online")
        var older = SampleStorage(in: near.storage)
        let versions = [SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")]
        try await older.add(versions)
        try await newer.add(versions + [SampleVersion("left", "1.1.0")])
        let registry = try await upstream.serve()
        try near.configure(
            """
            site: { role: online, name: near }
            listen: 127.0.0.1:0
            repositories: { npm: { type: npm, storage: ./storage, upstream: "\(registry.registry)" } }
            """
        )
        let servers = [registry, try await near.serve(), try await Site("far", in: folder, role: "offline").serve()]
        try await body(upstream, servers[1], servers[2])
        for server in servers where server.program.isRunning { try await server.stop() }
    }

    @Test("refreshes, builds, downloads, uploads, applies, and brings the receipt back")
    func whole() async throws {
        try await withSides { _, near, far in
            let (online, offline) = (try Pipeline("online", near), try Pipeline("offline", far))
            let built = try await online.run("build.sh").succeeded()
            let archive = "\(online.folder)/\(built.output.trimmingCharacters(in: .whitespacesAndNewlines))"
            #expect(FileManager.default.fileExists(atPath: archive), "\(built)")
            #expect(try online.json("refresh.json")["result"]?["files"] == 1)
            let applied = try await offline.run("apply.sh", archive).succeeded()
            #expect(applied.output.contains("3 files placed"), "\(applied)")
            #expect(FileManager.default.fileExists(atPath: "\(far.site.storage)/left/left-1.1.0.tgz"))
            let receipt = "\(offline.folder)/receipt.json"
            #expect(try await online.run("register.sh", receipt).succeeded().output == "far: news\n")
            #expect(try await online.run("register.sh", receipt).succeeded().output == "far: known\n")
            // Again: nothing is new, and the same archive does no harm.
            let again = try await online.run("build.sh").succeeded()
            #expect(again.output == built.output)
            #expect(try online.json("build.json")["result"]?["changed"] == false)
            _ = try await offline.run("apply.sh", archive).succeeded()
        }
    }

    @Test("says by its exit code that something is missing, failed, or was refused")
    func failures() async throws {
        try await withSides { upstream, near, far in
            let (online, offline) = (try Pipeline("online", near), try Pipeline("offline", far))
            try Data("no archive".utf8).write(to: URL(fileURLWithPath: "\(offline.folder)/bad.tar.zst"))
            let refused = try await offline.run("apply.sh", "bad.tar.zst")
            #expect(refused.status == 22 && refused.complaints.contains("archive-refused: "), "\(refused)")
            try Data("rot".utf8).write(to: URL(fileURLWithPath: "\(near.site.storage)/@team/right/right-2.0.0.tgz"))
            let partial = try await online.run("build.sh")
            #expect(partial.status == 3 && partial.output.hasSuffix(".tar.zst\n"), "\(partial)")
            let other = try await online.run("register.sh", "build.json")
            #expect(other.status != 0 && other.complaints.contains(": "), "\(other)")
            try await near.stop()
            let gone = try await online.run("register.sh", "build.json")
            #expect(gone.status != 0, "\(gone)")
        }
    }
}
