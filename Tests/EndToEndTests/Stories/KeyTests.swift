import Foundation
import JSON
import TestSupport
import Testing

/// Signed archives on their way, with the programs that others have.
@Suite("Keys", .paced, .needsProgram, .temporaryDirectory, .ends)
struct KeyTests {
    /// A near side that has something to carry, and a far one.
    private func sides() async throws -> (near: Site, far: Site, storage: SampleStorage) {
        let folder = TemporaryDirectory.current
        let near = try Site("near", in: folder, role: "online")
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        return (near, try Site("far", in: folder, role: "offline"), storage)
    }

    private func unpack(_ archive: String) async throws -> String {
        let folder = "\(TemporaryDirectory.current)/unpacked-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await Executable.needed("tar").run(["--zstd", "-xf", archive, "-C", folder], in: folder).succeeded()
        return folder
    }

    private func shell(_ line: String, in folder: String) async throws -> Outcome {
        try await Executable.needed("sh").run(["-c", line], in: folder)
    }

    private func refused(_ outcome: Outcome, _ fingerprint: String) {
        #expect(outcome.status == 65, "\(outcome)")
        #expect(
            outcome.complaints.contains(fingerprint) && outcome.complaints.contains("--allow-unsigned"),
            "\(outcome)"
        )
    }

    @Test(
        "A key is made, an archive signed, checked by ssh-keygen and minisign, taken; anything else is refused",
        .needs("ssh-keygen", "minisign")
    )
    func wholeWay() async throws {
        var (near, far, storage) = try await sides()
        let made = try await near.run("keys", "generate", "--json").succeeded().json
        let (key, fingerprint) = (try made.text("key"), try made.text("fingerprint"))
        let archive = try await near.archive()
        let shown = try await near.run("keys", "show", "--json").succeeded().json
        let own = try #require(shown["current"])

        let folder = try await unpack(archive)
        try Data("\(own.text("allowed_signer"))\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/allowed_signers"))
        let verify = "ssh-keygen -Y verify -f allowed_signers -I packferry -n packferry -s SHA512SUMS.sig < SHA512SUMS"
        #expect(try await shell(verify, in: folder).succeeded().output.contains(fingerprint))
        let minisign = "minisign -V -P \(try own.text("minisign")) -m SHA512SUMS -x SHA512SUMS.minisig"
        try await shell(minisign, in: folder).succeeded()
        try await shell("sh verify.sh allowed_signers", in: folder).succeeded()

        // Whose it is is told before anybody is trusted, here and there.
        let verified = try await far.run("import", "verify", archive).succeeded().output
        #expect(verified.contains(fingerprint))
        #expect(
            try await far.run("import", "plan", archive).succeeded().output.contains(
                "\(fingerprint) (not trusted here)"
            )
        )
        #expect(try await near.run("artifact", "list").succeeded().output.contains("diff-"))
        let name = URL(fileURLWithPath: archive).lastPathComponent.replacingOccurrences(of: ".tar.zst", with: "")
        for command in [["artifact", "show", name], ["artifact", "verify", name], ["artifact", "verify", archive]] {
            #expect(try await near.run(command).succeeded().output.contains(fingerprint), "\(command)")
        }

        try await far.run("keys", "trust", key).succeeded()
        #expect(try await far.run("keys", "list").succeeded().output.contains(fingerprint))
        let known = try #require(try await far.run("keys", "list", "--json").succeeded().json.list("items").first)
        #expect(try known.text("by").hasPrefix("cli:"))
        let applied = try await far.run("import", "apply", archive).succeeded()
        #expect(applied.output.contains("\(fingerprint) (trusted)"), "\(applied)")

        // Stripped of its signature, and packed anew by stock programs: refused, and the tree stays as it was.
        try await storage.add([SampleVersion("left", "1.1.0")])
        let second = try await near.archive()
        let before = try await Tree(of: far.storage)
        let stripped = try await strip(second)
        for words in [
            ["import", "plan", stripped], ["import", "apply", stripped], ["import", "apply", stripped, "--dry-run"],
        ] {
            refused(try await far.run(words), fingerprint)
        }
        #expect(try await Tree(of: far.storage) == before)
        let allowed = try #require(
            try await far.run("import", "apply", stripped, "--allow-unsigned", "--json").succeeded().json.arrayValue?
                .first
        )
        #expect(allowed["allowed_unsigned"] == true && allowed["signer"] == .null)
        let id = try allowed.text("id")
        #expect(try await far.run("import", "show", id, "--json").succeeded().json["allowed_unsigned"] == true)
    }

    /// The same members but the signatures, in their order.
    private func strip(_ archive: String) async throws -> String {
        let folder = try await unpack(archive)
        let stripped = "\(folder)-stripped.tar.zst"
        let line = """
            tar --zstd -tf '\(archive)' | grep -v 'SHA512SUMS[.]' > ../members && \
            tar --format=ustar --owner=0 --group=0 --numeric-owner --mode=0644 --mtime=@1795224600 -b 1 -cf - -T ../members \
            | zstd -q -3 --check -o '\(stripped)'
            """
        try await shell(line, in: folder).succeeded()
        return stripped
    }

    @Test("A key that ssh-keygen made is brought, one that others may read is not used", .needs("ssh-keygen"))
    func brought() async throws {
        let (near, _, _) = try await sides()
        let folder = TemporaryDirectory.current
        try await shell("ssh-keygen -q -t ed25519 -N '' -C 'an operator' -f id", in: folder).succeeded()
        let made = try await near.run("keys", "generate", "--from", "\(folder)/id", "--json").succeeded().json
        let line = try String(contentsOfFile: "\(folder)/id.pub", encoding: .utf8)
        #expect(try made.text("key") + "\n" == line)
        #expect(try await near.run("keys", "generate").status == 1)
        let file = "\(near.folder)/state/keys/signing"
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try await shell("chmod 644 '\(file)'", in: folder).succeeded()
        let refused = try await near.run("artifact", "build")
        #expect(refused.status == 77 && refused.complaints.contains("chmod 600"), "\(refused)")
        #expect(near.artifactFiles.isEmpty)
        try Data("junk".utf8).write(to: URL(fileURLWithPath: file))
        try await shell("chmod 600 '\(file)'", in: folder).succeeded()
        #expect(try await near.run("artifact", "build").status == 65)
        #expect(try await near.run("keys", "show").status == 65)
    }

    @Test("The key gives way to the next one, which an archive announced; a key that was retired is not taken any more")
    func rotation() async throws {
        var (near, far, storage) = try await sides()
        let first = try await near.run("keys", "generate", "--json").succeeded().json
        let pub = "\(TemporaryDirectory.current)/near.pub"
        try Data("\(first.text("key"))\n".utf8).write(to: URL(fileURLWithPath: pub))
        try await far.run("keys", "trust", pub).succeeded()
        let next = try await near.run("keys", "generate", "--next", "--json").succeeded().json.text("fingerprint")
        let announcing = try await near.archive()
        try await near.run("keys", "rotate").succeeded()
        try await storage.add([SampleVersion("left", "1.1.0")])
        let following = try await near.archive()
        refused(try await far.run("import", "apply", following), next)
        let applied = try await far.run("import", "apply", announcing, following).succeeded().output
        #expect(applied.contains("trusted from now on: \(next)") && applied.contains("\(next) (trusted)"), "\(applied)")

        try await far.run("keys", "trust", next, "--remove").succeeded()
        try await storage.add([SampleVersion("left", "1.2.0")])
        let last = try await near.archive()
        refused(try await far.run("import", "apply", last), next)
        #expect(try await far.run("keys", "trust", next, "--remove").status == 66)
        // What lies beside the tree decides, whatever becomes of the state.
        try FileManager.default.removeItem(atPath: "\(far.folder)/state")
        refused(try await far.run("import", "apply", last), next)
    }

    @Test("A server signs, refuses and trusts as the command does, and commands go through it")
    func server() async throws {
        let (near, far, _) = try await sides()
        let key = try await near.run("keys", "generate", "--json").succeeded().json
        let online = try await near.serve()
        _ = try await online.job("/jobs/diff-build")
        let id = try #require(try await online.ask("/artifacts").json.list("items").first).text("id")
        let archive = "\(near.artifacts)/\(id).tar.zst"
        let offline = try await far.serve()
        let other = try await Site("other", in: TemporaryDirectory.current).run("keys", "generate", "--json")
            .succeeded().json
        try await far.run("keys", "trust", other.text("key")).succeeded()
        for options in [[], ["--server", offline.url]] {
            let words = ["import", "apply", archive]
            refused(try await far.run(words + options), try key.text("fingerprint"))
        }
        try await far.run("keys", "trust", key.text("key"), "--server", offline.url).succeeded()
        #expect(try await far.run("keys", "list", "--json").succeeded().json.list("items").count == 2)
        try await far.run("import", "apply", archive).succeeded()
        for server in [online, offline] { try await server.stop() }
        let secret = try String(contentsOfFile: "\(near.folder)/state/keys/signing", encoding: .utf8).split(
            separator: "\n"
        )
        for file in try FileManager.default.subpathsOfDirectory(atPath: near.folder)
        where !file.hasSuffix("keys/signing") {
            guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: "\(near.folder)/\(file)")) else { continue }
            for line in secret.dropFirst().dropLast() { #expect(bytes.range(of: Data(line.utf8)) == nil, "\(file)") }
        }
    }
}
