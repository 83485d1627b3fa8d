import Foundation
import JSON
import TestSupport
import Testing

@Suite(
    "A registry with a password, a path and an authority of its own",
    .paced,
    .needsProgram,
    .needs("nginx", "openssl"),
    .temporaryDirectory,
    .ends
)
struct PrivateRegistryTests {
    private var folder: String { TemporaryDirectory.current }
    private var secret: String { "\(PrivateRegistry.user):\(PrivateRegistry.password)" }
    private var secretFile: String { "\(folder)/secret" }

    /// A near side that has left@1.0.0, and its upstream, which has 1.1.0 and what that needs.
    private func world() async throws -> (Site, PrivateRegistry) {
        let near = try Site("near", in: folder, role: "online")
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        var upstream = SampleStorage(in: "\(folder)/upstream")
        let later = SampleVersion("left", "1.1.0", needs: ["@plant/right": "^1.0.0"])
        try await upstream.add([SampleVersion("left", "1.0.0"), later, SampleVersion("@plant/right", "1.0.0")])
        let registry = try await PrivateRegistry(of: upstream.folder, in: folder)
        try write(secret)
        try configure(near, registry)
        return (near, registry)
    }

    private func write(_ secret: String) throws {
        try Data("\(secret)\n".utf8).write(to: URL(fileURLWithPath: secretFile))
    }

    private func configure(_ near: Site, _ registry: PrivateRegistry, trusting: Bool = true) throws {
        let trust = trusting ? ", ca: \(registry.certificate)" : ""
        try near.configure(
            """
            site: { role: online, name: near }
            listen: 127.0.0.1:0
            repositories:
              npm: { type: npm, storage: ./storage, upstream: "\(registry.url)/", upstream_auth: "file:\(secretFile)"\(trust) }
            """
        )
    }

    @Test("is asked over HTTP/2 with the password, and the secret is in nothing that is kept or carried")
    func secretly() async throws {
        let (near, registry) = try await world()
        let server = try await near.serve()
        let job = try await server.job("/jobs/full-refresh")
        #expect(try job.text("state") == "succeeded", "\(job)")
        let log = try await server.ask("/jobs/\(job.text("id"))/log").expect(200).body
        let printed = try await server.stop()
        let tree = try await Tree(of: near.storage).tarballs.keys.sorted()
        #expect(tree == ["@plant/right/right-1.0.0.tgz", "left/left-1.0.0.tgz", "left/left-1.1.0.tgz"])
        let asked = try registry.requests.filter { $0.contains("left") || $0.contains("right") }
        #expect(asked.count == 4 && asked.allSatisfy { $0.hasPrefix("HTTP/2.0 ci 200 /") }, "\(asked)")

        let told =
            try await near.run("refresh", "full", "--json").succeeded().output + log + printed.output
            + printed.complaints
        _ = try await near.build()
        let archive = try #require(near.artifactFiles.first { $0.hasSuffix(".tar.zst") })
        let encoded = Data(secret.utf8).base64EncodedString()
        for word in [PrivateRegistry.password, encoded] {
            #expect(!told.contains(word))
            let script = """
                grep -rlaF -e "$1" "$2"; zstd -dcq "$3" | grep -aqF -e "$1" && echo archive; true
                """
            let arguments = ["-c", script, "sh", word, near.folder, "\(near.artifacts)/\(archive)"]
            let found = try await Executable.needed("sh").run(arguments, in: folder).succeeded()
            #expect(found.output == "")
        }
        try await registry.stop()
    }

    @Test("is named where the password is wrong, and where it is not trusted, with the key to look at")
    func refused() async throws {
        let (near, registry) = try await world()
        try write("\(PrivateRegistry.user):wrong")
        let refused = try await near.run("refresh", "full", "--json")
        #expect(refused.status == 3, "\(refused)")
        let failed = try #require(try refused.json.excerpt("failed").first)
        #expect(try failed.text("cause") == "could not be had: \(registry.url)/left answers 401 Unauthorized")
        #expect(try failed.text("hint") == "Check upstream_auth")
        try write(secret)
        try configure(near, registry, trusting: false)
        let untrusted = try await near.run("refresh", "full")
        #expect(untrusted.status == 69, "\(untrusted)")
        #expect(untrusted.complaints.contains("the connection cannot be trusted"), "\(untrusted)")
        #expect(untrusted.complaints.contains("name that as ca"), "\(untrusted)")
        try await registry.stop()
    }
}
