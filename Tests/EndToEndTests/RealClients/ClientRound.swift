import Foundation
import JSON

/// Real clients that install the sample project from one registry, two at a time.
struct ClientRound: Sendable {
    let name: String
    let site: Site
    /// The address of the registry, with its slash.
    let registry: String
    let tools: Toolbox
    /// The folder with package.json and the lockfiles.
    let lockfiles: String

    /// What came of each client: `nil` when it installed, else what it said.
    func results(of clients: [RealClient]) async throws -> [RealClient: String?] {
        try await withThrowingTaskGroup(of: (RealClient, String?).self) { group in
            var waiting = clients[...]
            var results: [RealClient: String?] = [:]
            for client in waiting.prefix(2) { group.addTask { (client, try await install(client)) } }
            waiting = waiting.dropFirst(2)
            while let (client, result) = try await group.next() {
                results[client] = .some(result)
                if let next = waiting.popFirst() { group.addTask { (next, try await install(next)) } }
            }
            return results
        }
    }

    private func install(_ client: RealClient) async throws -> String? {
        let manifest = try manifest(replacing: client.replaced)
        let project = try NodeProject("\(name)-\(client)", in: site.folder, manifest: manifest)
        defer { try? FileManager.default.removeItem(atPath: project.folder) }
        try prepare(project, for: client)
        if let preparation = client.preparation { try await run(client, preparation, in: project).succeeded() }
        let outcome = try await run(client, client.arguments, in: project)
        print("\(name): \(client.rawValue): \(outcome.status) after \(outcome.duration)")
        guard outcome.status == 0 else { return "\(outcome)" }
        return complaint(of: project, client, manifest)
    }

    private func run(_ client: RealClient, _ arguments: [String], in project: NodeProject) async throws -> Outcome {
        try await project.run(
            site.here(client.executable(tools)),
            arguments,
            registry: registry,
            environment: environment
        )
    }

    private func manifest(replacing package: String?) throws -> JSONValue {
        let manifest = try JSONValue(parsing: Array(text("package.json").utf8))
        guard let package else { return manifest }
        return manifest.setting("resolutions", to: .object([(package, .string("link:./\(package)"))]))
    }

    private func prepare(_ project: NodeProject, for client: RealClient) throws {
        if let lockfile = client.lockfile {
            var text = try text(lockfile.from)
            if client == .yarn1Lock { text = YarnLock(text).carried(in: site.storage, from: registry) }
            try project.write(lockfile.to, text)
        }
        if let package = client.replaced { try project.addEmpty(package) }
        try project.write(".yarnrc", "registry \"\(registry)\"\n")
        guard client == .yarn4Lock else { return }
        try project.write(
            ".yarnrc.yml",
            """
            npmRegistryServer: "\(registry)"
            unsafeHttpWhitelist: ["127.0.0.1"]
            enableTelemetry: false
            enableScripts: false
            enableGlobalCache: false

            """
        )
    }

    /// What tells clients not to wait for what cannot come; registries are asked again soon.
    private var environment: [String: String] {
        // Outside of CI yarn 4 lets its lockfile be brought in line, unless it is told otherwise.
        ["npm_config_fetch_timeout": "600000", "YARN_ENABLE_TELEMETRY": "0", "COREPACK_ENABLE_NETWORK": "0"]
    }

    /// Whether something of the project is not there although the client said that all went well.
    private func complaint(of project: NodeProject, _ client: RealClient, _ manifest: JSONValue) -> String? {
        guard client != .yarn4Lock else {
            let isThere = FileManager.default.fileExists(atPath: "\(project.folder)/.pnp.cjs")
            return isThere ? nil : "there is no .pnp.cjs"
        }
        let wanted = ["dependencies", "devDependencies"].flatMap { manifest[$0]?.keys ?? [] }
        // Without its binary for this platform esbuild is there and does nothing.
        let absent = (wanted + (client == .yarn1Lock ? ["@esbuild/linux-x64"] : [])).filter {
            project.installed($0) == nil
        }
        return absent.isEmpty ? nil : "not installed: \(absent)"
    }

    private func text(_ file: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(lockfiles)/\(file)")), as: UTF8.self)
    }
}
