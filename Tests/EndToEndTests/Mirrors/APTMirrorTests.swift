import Foundation
import JSON
import TestSupport
import Testing

@Suite(
    "Mirrors of APT repositories",
    .paced,
    .needsProgram,
    .needsAirGap,
    .needs("apt-get", "apt-ftparchive", "dpkg-deb", "gpg", "gpgv", "nginx", "xz"),
    .temporaryDirectory,
    .ends
)
struct APTMirrorTests {
    private let gap: Namespace
    private let upstream: APTUpstream

    init() async throws {
        gap = try await Namespace.airGap()
        upstream = try await APTUpstream(in: TemporaryDirectory.current, behind: gap)
    }

    /// A side with a mirror; the far one has no upstream.
    private func site(_ name: String, role: String, _ settings: String = "") throws -> Site {
        let site = try Site(name, in: TemporaryDirectory.current, role: role, gap: gap)
        let asked =
            role == "online" ? "upstream: [\(upstream.url)], keyring: \(upstream.keyring), suites: [stable]" : ""
        try site.configure(
            """
            site: { role: \(role), name: \(name) }
            listen: 127.0.0.1:0
            repositories:
              debian: { type: apt, path: ./storage\(asked.isEmpty ? "" : ", \(asked)")\(settings) }
            """
        )
        return site
    }

    private func client(_ name: String, of server: Server) throws -> APTClient {
        try APTClient(
            "deb [arch=amd64 signed-by=\(upstream.keyring)] \(server.url)/mirrors/debian stable main",
            in: "\(TemporaryDirectory.current)/\(name)",
            here: { gap.around($0) }
        )
    }

    private func sync(_ site: Site, _ options: String...) async throws -> JSONValue {
        let outcome = try await site.run(["sync", "repo", "debian", "--json"] + options)
        guard let run = try outcome.json.list("items").first, let result = run["outcome"] else {
            throw Outcome.Failed(description: "\(outcome)")
        }
        return result
    }

    @Test("What was mirrored installs by apt-get, is carried, and installs on the far side with upstream's signature")
    func carried() async throws {
        try await upstream.add("hello", "1.0", needs: "hello-data")
        try await upstream.add("hello-data", "1.0")
        try await upstream.publish()
        let (near, far) = (try site("near", role: "online"), try site("far", role: "offline"))
        let first = try await sync(near)
        #expect(try first.text("outcome") == "changed")
        #expect(try first.text("snapshot").count == 32)
        for name in ["InRelease", "Release", "Release.gpg", "main/binary-amd64/Packages.xz"] {
            let files = [upstream.folder, near.storage].map { "\($0)/dists/stable/\(name)" }
            #expect(FileManager.default.contentsEqual(atPath: files[0], andPath: files[1]), "\(name)")
        }

        let nearServer = try await near.serve()
        let nearClient = try client("near-client", of: nearServer)
        try await nearClient.update().succeeded()
        try await nearClient.install("hello").succeeded()
        #expect(nearClient.installed("hello") == "hello 1.0\n" && nearClient.installed("hello-data") != nil)
        try await nearServer.stop()

        try await far.apply(near.archive()).succeeded()
        let farServer = try await far.serve()
        let farClient = try client("far-client", of: farServer)
        try await farClient.update().succeeded()
        try await farClient.install("hello").succeeded()
        #expect(farClient.installed("hello") == "hello 1.0\n")

        try await upstream.add("hello", "2.0")
        try await upstream.publish()
        #expect(try await sync(near).number("fetched", "files") == 1)
        let second = try await near.archive()
        let members = try await Archive(second).members.filter { $0.hasPrefix("storage/pool") }
        #expect(members == ["storage/pool/main/h/hello/hello_2.0_amd64.deb"])
        try await far.apply(second).succeeded()
        try await farClient.update().succeeded()
        try await farClient.install("hello").succeeded()
        #expect(farClient.installed("hello") == "hello 2.0\n")
    }

    @Test("Where nothing is new, one request says so")
    func unchanged() async throws {
        try await upstream.add("hello", "1.0")
        try await upstream.publish()
        let near = try site("near", role: "online")
        _ = try await sync(near)
        _ = try upstream.requests()
        let again = try await sync(near)
        #expect(try again.text("outcome") == "unchanged")
        #expect(try upstream.requests() == ["304 /dists/stable/InRelease"])
        #expect(try await sync(near, "--force").text("outcome") == "unchanged")
        let names = ["InRelease", "Release", "Release.gpg"]
        #expect(try upstream.requests() == names.map { "200 /dists/stable/\($0)" })
    }

    @Test("A package that is damaged or gone upstream keeps the tree as it was, and is named")
    func damaged() async throws {
        try await upstream.add("hello", "1.0")
        try await upstream.publish()
        let near = try site("near", role: "online")
        _ = try await sync(near)
        let before = try await Tree(of: near.storage).files
        let damaged = try await upstream.add("hello", "2.0")
        let gone = try await upstream.add("other", "1.0")
        try await upstream.publish()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(upstream.folder)/\(damaged)"))
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: URL(fileURLWithPath: "\(upstream.folder)/\(damaged)"))
        try FileManager.default.removeItem(atPath: "\(upstream.folder)/\(gone)")

        let outcome = try await near.run("sync", "repo", "debian", "--json")
        #expect(outcome.status == 3)
        let result = try #require(outcome.json.list("items").first?["outcome"])
        #expect(try result.text("outcome") == "kept")
        #expect(try result.excerpt("failed").map { try $0.text("subject") } == [damaged, gone].sorted())
        #expect(try await Tree(of: near.storage).files == before)
    }

    @Test("What nobody trusted signed is refused, with the key that signed it")
    func foreignKey() async throws {
        try await upstream.add("hello", "1.0")
        try await upstream.publish()
        let other = try await APTUpstream.keyring(in: "\(TemporaryDirectory.current)/other")
        let near = try site("near", role: "online")
        try near.configure(
            try String(contentsOfFile: near.configuration, encoding: .utf8).replacing(upstream.keyring, with: other)
        )
        let outcome = try await near.run("sync", "repo", "debian")
        #expect(outcome.status == 69 && outcome.complaints.contains("is signed by"), "\(outcome)")
        #expect(try await Tree(of: near.storage).files.isEmpty)
    }
}

extension JSONValue {
    /// The number of a member of a member.
    fileprivate func number(_ name: String, _ inner: String) throws -> Int {
        guard let member = self[name] else { throw Unexpected(description: "no \(name)") }
        return try member.number(inner)
    }
}
