import Foundation
import JSON
import TestSupport
import Testing

@Suite("Carrying a storage across the gap", .paced, .needsProgram, .temporaryDirectory, .ends)
struct CarryTests {
    private static let first = [
        SampleVersion("left", "1.0.0"), SampleVersion("left", "1.1.0"),
        SampleVersion("@team/right", "2.0.0", needs: ["left": "^1.0.0"]),
        SampleVersion("lonely", "0.1.0", payload: [UInt8](repeating: 7, count: 100_000)),
    ]

    @Test("First carry: a job builds it, an interrupted download resumes, and npm ci works with no network", .needsNpm)
    func firstCarry() async throws {
        let folder = TemporaryDirectory.current
        let near = try Site("near", in: folder)
        var storage = SampleStorage(in: near.storage)
        try await storage.add(Self.first)
        try storage.mention([SampleVersion("left", "1.2.0")])
        let server = try await near.serve()
        let job = try await server.job("/jobs/diff-build")
        #expect(try job.text("state") == "succeeded")
        let archive = try await Self.download(job, from: server, to: "\(folder)/disk")

        let lock = try NodeProject("lock", in: folder, needs: ["@team/right": "^2.0.0", "lonely": "*"])
        // On the near side the newest is one whose file was never fetched; the lockfile must not name it.
        try await lock.npm("install", "left@1.1.0", "--package-lock-only", registry: server.registry, on: near)
            .succeeded()
        try await server.stop()

        let far = try Site("far", in: folder, role: "offline", gap: await .airGapIfPermitted())
        let report = try #require(try await far.apply(archive).succeeded().json.arrayValue?.first)
        #expect(report["changed"]?.boolValue == true)
        #expect(try report.number("placed") == 4)
        let registry = try await far.serve()
        try await lock.npm("ci", "--replace-registry-host=always", registry: registry.registry, on: far).succeeded()
        #expect(lock.installed("left") == "1.1.0")
        #expect(lock.installed("@team/right") == "2.0.0")
        #expect(lock.installed("lonely") == "0.1.0")
        try await registry.stop()
        #expect(try await Tree(of: far.storage).tarballs == Tree(of: near.storage).tarballs)
    }

    @Test("Second carry: the archive holds only what is new, and npm installs the new version", .needsNpm)
    func secondCarry() async throws {
        let folder = TemporaryDirectory.current
        let near = try Site("near", in: folder)
        let far = try Site("far", in: folder, role: "offline", gap: await .airGapIfPermitted())
        var storage = SampleStorage(in: near.storage)
        try await storage.add(Self.first)
        try await far.apply(near.archive()).succeeded()
        try await storage.add([SampleVersion("left", "1.2.0"), SampleVersion("fresh", "3.0.0")])
        let archive = try await near.archive()
        #expect(
            try await Archive(archive).carried == [
                "fresh/fresh-3.0.0.tgz", "fresh/package.json", "left/left-1.2.0.tgz", "left/package.json",
            ]
        )
        let registry = try await far.serve()
        let project = try NodeProject("project", in: folder, needs: ["@team/right": "2"])
        try await project.npm("install", registry: registry.registry, on: far).succeeded()
        #expect(project.installed("left") == "1.1.0")
        // It arrives while the registry runs, and is served at once.
        try await far.apply(archive).succeeded()
        try await project.npm("install", "left@1.2.0", "fresh", registry: registry.registry, on: far).succeeded()
        #expect(project.installed("left") == "1.2.0")
        #expect(project.installed("fresh") == "3.0.0")
        try await registry.stop()
    }

    @Test("Nothing new: no archive is made, and it is said so")
    func nothingNew() async throws {
        let near = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: near.storage)
        try await storage.add(Self.first)
        _ = try await near.archive()
        let files = near.artifactFiles
        #expect(try await near.build() == nil)
        #expect(near.artifactFiles == files)
        let words = try await near.run("artifact", "build").succeeded()
        #expect(words.output.contains("nothing changed"))
    }

    @Test("By hand: sha512sum, zstd and tar verify and unpack it, and npm ci works on what they made", .needsNpm)
    func byHand() async throws {
        let folder = TemporaryDirectory.current
        let near = try Site("near", in: folder)
        var storage = SampleStorage(in: near.storage)
        try await storage.add(Self.first)
        let archive = try await near.archive()
        let far = try Site("far", in: folder, role: "offline", gap: await .airGapIfPermitted())
        let script = """
            set -e
            cd "$(dirname "$1")"
            sha512sum -c "$(basename "$1").sha512"
            zstd -qt "$1"
            mkdir "$2/unpacked"
            tar --zstd -xf "$1" -C "$2/unpacked"
            sh "$2/unpacked/verify.sh"
            (cd "$2/unpacked" && sha512sum -c --quiet --strict SHA512SUMS)
            tar --zstd -xf "$1" -C "$3" --strip-components=1 --backup=numbered storage
            """
        let sh = try Executable.needed("sh")
        let done = try await sh.run(["-c", script, "sh", archive, folder, far.storage], in: folder).succeeded()
        #expect(done.output.contains("files are whole"))
        #expect(try await Tree(of: far.storage).tarballs == Tree(of: near.storage).tarballs)

        let registry = try await far.serve()
        let project = try NodeProject("project", in: folder, needs: ["@team/right": "*"])
        try await project.npm("install", "--package-lock-only", registry: registry.registry, on: far).succeeded()
        try await project.npm("ci", registry: registry.registry, on: far).succeeded()
        #expect(project.installed("left") == "1.1.0")
        try await registry.stop()
    }

    /// Downloads what a job built, breaks off in the middle, resumes, and checks it with sha512sum.
    private static func download(_ job: JSONValue, from server: Server, to disk: String) async throws -> String {
        let id = try #require(job["result"]).text("artifact")
        let size = try await server.ask("/artifacts/\(id)").expect(200).json.number("size")
        let archive = "\(disk)/\(id).tar.zst"
        let script = """
            set -e
            mkdir "$1" && cd "$1"
            curl -fsS -o SHA512SUMS "$2/SHA512SUMS"
            (curl -sN "$2/download" || true) | head -c \(size / 2) > "$3"
            test "$(stat -c %s "$3")" = \(size / 2)
            curl -fsS -C - -o "$3" -w '%{http_code}\\n' "$2/download"
            sha512sum -c SHA512SUMS
            """
        let sh = try Executable.needed("sh")
        let url = "\(server.url)/artifacts/\(id)"
        let outcome = try await sh.run(["-c", script, "sh", disk, url, archive], in: server.site.folder).succeeded()
        #expect(outcome.lines.first == "206")
        #expect(outcome.output.contains("\(id).tar.zst: OK"))
        return archive
    }
}
