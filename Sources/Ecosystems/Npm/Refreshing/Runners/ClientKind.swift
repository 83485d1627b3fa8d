import Trees

/// A package manager whose own resolution may stand in for ours in a refresh.
package enum ClientKind: String, Sendable, CaseIterable, Codable {
    case npm, pnpm, yarn

    /// The name of its program.
    var program: String { rawValue }
}

/// What a client is told so that it installs one package for its registry's sake: no script of a package runs, nothing is
/// shared with anybody's own installation, and nobody is asked anything.
struct ClientCommand {
    /// The file that clients read their registry from; the other member is what it says.
    typealias Settings = (file: String, text: String)

    let arguments: [String]
    let settings: [Settings]

    /// What to start in an empty project beneath `home` to install `wanted`, `name@version`, from `registry`.
    ///
    /// `major` is the major version of the client, which matters for yarn alone.
    init(_ client: ClientKind, major: Int, installing wanted: String, from registry: UpstreamAddress, home: String) {
        switch client {
        case .npm:
            arguments = [
                "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--no-package-lock",
                "--no-progress", "--cache", "\(home)/cache", "--registry", "\(registry)/", wanted,
            ]
            settings = []
        case .pnpm:
            arguments = [
                "add", "--ignore-scripts", "--reporter=append-only", "--store-dir", "\(home)/store",
                "--config.cache-dir=\(home)/cache", "--registry", "\(registry)/", wanted,
            ]
            settings = []
        case .yarn where major < 2:
            arguments = [
                "add", "--ignore-scripts", "--non-interactive", "--no-progress", "--no-lockfile", "--cache-folder",
                "\(home)/cache", wanted,
            ]
            settings = [(".yarnrc", "registry \"\(registry)/\"\n"), (".npmrc", "registry=\(registry)/\n")]
        case .yarn:
            arguments = ["add", wanted]
            settings = [("yarn.lock", ""), (".yarnrc.yml", Self.berry(registry, home))]
        }
    }

    /// Yarn from 2 on takes its settings from a file, and plain HTTP from hosts that are named alone.
    private static func berry(_ registry: UpstreamAddress, _ home: String) -> String {
        """
        npmRegistryServer: "\(registry)"
        unsafeHttpWhitelist: ["*"]
        enableTelemetry: false
        enableScripts: false
        enableGlobalCache: false
        cacheFolder: "\(home)/cache"
        nodeLinker: node-modules

        """
    }
}
