import Foundation
import JSON
import TestSupport

/// A real Verdaccio over a site's storage, without uplink unless one is given, of which anybody may ask.
struct Verdaccio: Sendable {
    private let site: Site
    private let program: RunningProgram
    private let folder: String
    /// Its address without a slash at the end.
    let url: String

    var registry: String { "\(url)/" }
    /// The file that it was started with.
    var configuration: String { "\(folder)/config.yaml" }

    /// Starts it and waits until it answers; `uplink` is the address of its upstream.
    ///
    /// `url` is the address at which an earlier one was, and `access` says who may ask.
    init(
        _ executable: Executable,
        over site: Site,
        uplink: String? = nil,
        called uplinkName: String = "npmjs",
        settings: String = "",
        at url: String? = nil,
        access: String = "$all",
        named name: String = "verdaccio"
    ) async throws {
        self.site = site
        folder = "\(site.folder)/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let port = url?.split(separator: ":").last.map(String.init)
        let free = try await Self.freePort(on: site)
        let address = "127.0.0.1:\(port ?? free)"
        self.url = "http://\(address)"
        // Connections that rest stay open: node would reset, after 5 s of rest, whoever sends just then.
        let text = """
            storage: \(site.storage)
            auth: { htpasswd: { file: ./htpasswd, max_users: 10 } }
            uplinks: { \(uplink.map { "\(uplinkName): { url: '\($0)/'\(settings) }" } ?? "") }
            packages:
              '**': { access: \(access), publish: $authenticated, unpublish: $authenticated\(uplink == nil ? "" : ", proxy: \(uplinkName)") }
            server: { keepAliveTimeout: 0 }
            log: { type: stdout, format: json, level: warn }
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/config.yaml"))
        let arguments = ["--config", "\(folder)/config.yaml", "--listen", address]
        program = try site.here(executable).start(arguments, in: folder)
        try await waitUntilReady()
    }

    /// Makes a user and publishes a package by npm.
    func publish(_ version: SampleVersion, tag: String = "latest") async throws {
        let token = try await makeUser().token
        // Not named like its file: npm would take the folder for one.
        let project = try NodeProject(
            "publication-of-\(version.version)",
            in: folder,
            manifest: .object(version.members)
        )
        try project.write("index.js", "module.exports = 'published here'\n")
        try project.write(".npmrc", "//\(url.dropFirst("http://".count))/:_authToken=\(token)\n")
        try await project.npm("publish", "--tag", tag, registry: registry, on: site).succeeded()
    }

    func stop() async throws { try await program.stop() }

    /// Ends it as a power cut would.
    func killNow() async throws { try await program.killNow() }

    /// Makes a user, and gives what it can ask by.
    func makeUser() async throws -> (name: String, password: String, token: String) {
        let (name, password) = ("user-\(UUID().uuidString.lowercased())", "a good password")
        let user = "{\"name\":\"\(name)\",\"password\":\"\(password)\"}"
        let arguments = [
            "-fsS", "-X", "PUT", "-H", "Content-Type: application/json", "-d", user,
            "\(url)/-/user/org.couchdb.user:\(name)",
        ]
        return (name, password, try await site.curl.run(arguments, in: folder).succeeded().json.text("token"))
    }

    private func waitUntilReady() async throws {
        let deadline = ContinuousClock.now + .far
        while ContinuousClock.now < deadline, program.isRunning {
            let ping = try await site.curl.run(["-fsS", "-m", "5", "\(url)/-/ping"], in: folder)
            if ping.status == 0 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Server.NotReady(description: "Verdaccio did not start: \(program.printed)")
    }

    private static func freePort(on site: Site) async throws -> String {
        let script = """
            const server = require('node:net').createServer()
            server.listen(0, '127.0.0.1', () => { console.log(server.address().port); server.close() })
            """
        let node = site.here(try Executable.needed("node"))
        return try await node.run(["-e", script], in: site.folder).succeeded().lines.first ?? ""
    }
}
