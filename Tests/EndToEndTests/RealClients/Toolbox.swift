import Foundation
import Synchronization

/// Real registries and clients, installed by stock npm out of the embedded registry and kept between runs.
struct Toolbox: Sendable {
    private static let wanted = [
        "verdaccio-6": ["verdaccio@6.8.0"],
        "verdaccio-5": ["verdaccio@5.33.0"],
        "clients": ["pnpm@9", "yarn@1.22.22", "@yarnpkg/cli-dist"],
    ]

    let folder: String
    private let node: Executable

    /// Takes what an earlier run installed from the same archive, else installs it; who comes meanwhile waits for that.
    init(working parent: String) async throws {
        node = try Executable.needed("node")
        let installation = Self.installation.withLock { begun in
            let installation = begun ?? Task { try await Self.installed(working: parent) }
            begun = installation
            return installation
        }
        folder = try await installation.value
    }

    var pnpm: Executable { script("clients", "pnpm/bin/pnpm.cjs") }
    var yarn1: Executable { script("clients", "yarn/bin/yarn.js") }
    var yarn4: Executable { script("clients", "@yarnpkg/cli-dist/bin/yarn.js") }

    /// Verdaccio of that major version.
    func verdaccio(_ major: Int) -> Executable { script("verdaccio-\(major)", "verdaccio/bin/verdaccio") }

    private func script(_ set: String, _ path: String) -> Executable {
        Executable(at: node.path, prefix: ["\(folder)/\(set)/node_modules/\(path)"])
    }

    private static let cache: String = {
        let environment = ProcessInfo.processInfo.environment
        if let given = environment["PACKFERRY_TOOLS"], !given.isEmpty { return given }
        if let given = environment["XDG_CACHE_HOME"], given.hasPrefix("/") { return "\(given)/packferry-tests" }
        return "\(environment["HOME"] ?? NSTemporaryDirectory())/.cache/packferry-tests"
    }()

    private static let installation = Mutex<Task<String, any Error>?>(nil)

    /// The folder in which all is.
    private static func installed(working parent: String) async throws -> String {
        let folder = "\(cache)/npm-tools-\(try await SampleData.digest(of: "npm-tools"))"
        if !FileManager.default.fileExists(atPath: folder) { try await install(into: folder, working: parent) }
        return folder
    }

    private static func install(into folder: String, working parent: String) async throws {
        let site = try Site("tools", in: parent, role: "offline", gap: await .airGapIfPermitted())
        try await SampleData.unpack("npm-tools", "storage", into: site.folder)
        let server = try await site.serve()
        // Complete or not there at all, whatever happens meanwhile.
        let unfinished = "\(folder).\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: unfinished) }
        for (name, packages) in wanted {
            let project = try NodeProject(name, in: unfinished, needs: [:])
            let install = ["--ignore-scripts", "install", "--no-save"] + packages
            let npm = site.here(try Executable.needed("npm"))
            try await project.run(npm, install, registry: server.registry).succeeded()
        }
        try await server.stop()
        do {
            try FileManager.default.moveItem(atPath: unfinished, toPath: folder)
        } catch CocoaError.fileWriteFileExists {
            // Another run of the tests was faster, with the same.
        }
    }
}
