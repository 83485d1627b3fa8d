import Foundation
import JSON
import TestSupport

/// A near side of three months ago behind a real Verdaccio, whose upstream is the registry of today.
struct RefreshWorld: Sendable {
    let data: String
    let tools: Toolbox
    let upstream: Upstream
    let verdaccio: Verdaccio
    let near: Site

    /// `access` says who may ask the Verdaccio.
    static func with(access: String = "$all", _ body: (RefreshWorld) async throws -> Void) async throws {
        let folder = TemporaryDirectory.current
        let data = "\(folder)/data"
        try await SampleData.unpack("npm-2025", into: data)
        let tools = try await Toolbox(working: folder)
        let upstream = try await Upstream("t1", from: data, in: folder)
        let near = try Site("near", in: folder, role: "online")
        try await fill(near.storage, from: "\(data)/verdaccio-6/t0/storage", knowing: upstream.url)
        let verdaccio = try await Verdaccio(tools.verdaccio(6), over: near, uplink: upstream.url, access: access)
        try near.configure(Self.configuration(verdaccio.url))
        try await body(RefreshWorld(data: data, tools: tools, upstream: upstream, verdaccio: verdaccio, near: near))
        try await verdaccio.stop()
        try await upstream.stop()
    }

    private static func configuration(_ registry: String, _ runner: String = "native", more: String = "") -> String {
        configuration(of: "registry: \"\(registry)\", refresh: { runner: \(runner) }\(more)")
    }

    private static func configuration(of settings: String) -> String {
        """
        site: { role: online, name: near }
        listen: 127.0.0.1:0
        repositories:
          npm: { type: npm, storage: ./storage, \(settings) }
        """
    }

    /// Has the near side fetch by itself.
    func fetchWithoutVerdaccio() throws { try near.configure(Self.configuration(of: "upstream: \"\(upstream.url)\"")) }

    /// Has the near side ask with the secret in a file beside it.
    func authenticate(by secret: String) throws {
        let file = "\(data)/secret"
        try Data(secret.utf8).write(to: URL(fileURLWithPath: file))
        try near.configure(Self.configuration(of: "registry: \"\(verdaccio.url)\", registry_auth: \"file:\(file)\""))
    }

    /// Another Verdaccio in the place of the first.
    func verdaccio(uplink: String?, called name: String = "npmjs") async throws -> Verdaccio {
        try await Verdaccio(tools.verdaccio(6), over: near, uplink: uplink, called: name, at: verdaccio.url)
    }

    /// Tells the near side what its Verdaccio asks, and how that is configured.
    func nameUpstream() throws {
        let more = ", upstream: \"\(upstream.url)\", verdaccio_config: \"\(verdaccio.configuration)\""
        try near.configure(Self.configuration(verdaccio.url, more: more))
    }

    /// What a refresh of all packages, without what they depend on, came to.
    func refreshAlone() async throws -> JSONValue {
        try await near.run("refresh", "full", "--then", "none", "--no-dependencies", "--json").json
    }

    /// Changes what upstream says of a package, as a script of Node that has it as `document`; `null` takes it away.
    func change(_ package: String, _ change: String) async throws {
        let script = """
            const fs = require('node:fs'), file = process.argv[1]
            let document = JSON.parse(fs.readFileSync(file)); \(change)
            document === null ? fs.unlinkSync(file) : fs.writeFileSync(file, JSON.stringify(document))
            """
        let node = try Executable.needed("node")
        try await node.run(["-e", script, "\(data)/upstream/\(package)/t1.json"], in: data).succeeded()
    }

    /// The same side, where a real client resolves: pnpm and yarn of the tools, and this machine's npm.
    func near(refreshedBy client: String) throws -> Site {
        try near.configure(Self.configuration(verdaccio.url, client))
        let bin = "\(near.folder)/bin"
        try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
        for (name, program) in [("pnpm", tools.pnpm), ("yarn", tools.yarn1)] {
            let script = Data("#!/bin/sh\nexec \(program.shellCommand) \"$@\"\n".utf8)
            let made = FileManager.default.createFile(
                atPath: "\(bin)/\(name)",
                contents: script,
                attributes: [.posixPermissions: 0o755]
            )
            precondition(made, "the folder of a test can be written to")
        }
        var site = near
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        site.packferry = near.packferry.started(by: try Executable.needed("env"), ["PATH=\(bin):\(path)"])
        return site
    }

    /// Copies a storage that knows its upstream by another address.
    private static func fill(_ storage: String, from folder: String, knowing upstream: String) async throws {
        let sh = try Executable.needed("sh")
        let script = """
            cp -a "$1/." "$2" && grep -rl registry.npmjs.org "$2" --include=package.json |
                xargs sed -i "s#https://registry.npmjs.org/#$3/#g"
            """
        try await sh.run(["-c", script, "sh", folder, storage, upstream], in: "/tmp").succeeded()
    }
}
