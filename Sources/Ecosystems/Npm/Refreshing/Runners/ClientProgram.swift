import Posix

/// A client as it is started: the first of its name along a search path, with an environment of its own.
struct ClientProgram {
    /// How long it may take to say which version it is.
    private static let patience = Duration.seconds(60)

    private let client: ClientKind
    /// Folders, parted by colons, as `PATH` has them.
    private let searchPath: String

    init(_ client: ClientKind, searchPath: String) {
        self.client = client
        self.searchPath = searchPath
    }

    /// Starts it in `folder`; nothing of this process's environment reaches it but where programs are.
    ///
    /// Throws `SupplyError` when there is none, or none that can be started.
    func start(_ arguments: [String], in folder: AbsolutePath, home: AbsolutePath) throws -> ChildProcess {
        for place in searchPath.split(separator: ":") where place.hasPrefix("/") {
            do throws(SystemError) {
                return try ChildProcess(
                    "\(place)/\(client.program)",
                    arguments,
                    in: folder.string,
                    environment: environment(home: home)
                )
            } catch  where [.noEntry, .notDirectory, .accessDenied].contains(error.errno) {
                // The next folder may have it, as for every shell.
            } catch {
                throw unusable("cannot be started: \(error.errno)")
            }
        }
        throw unusable("is in no folder of PATH")
    }

    /// The major version, as the program itself says it.
    func majorVersion(in folder: AbsolutePath, home: AbsolutePath) async throws -> Int {
        let process = try start(["--version"], in: folder, home: home)
        let ending = await process.ending(within: Self.patience)
        try Task.checkCancellation()
        let said = String(decoding: try process.output.prefix(200), as: UTF8.self)
        guard ending == .status(0), let major = Int(said.prefix { $0 != "." }) else {
            throw unusable("does not say which version it is")
        }
        return major
    }

    private func environment(home: AbsolutePath) -> [String: String] {
        [
            "PATH": searchPath, "HOME": home.string, "LANG": "C.UTF-8", "CI": "true", "NO_COLOR": "1",
            "npm_config_userconfig": "\(home)/npmrc", "npm_config_globalconfig": "\(home)/npmrc-global",
            "COREPACK_ENABLE_NETWORK": "0", "YARN_ENABLE_IMMUTABLE_INSTALLS": "0",
        ]
    }

    private func unusable(_ cause: String) -> SupplyError {
        SupplyError(
            .unavailable,
            client.program,
            cause,
            hint: "Install it where the service finds it, or let Packferry resolve (runner)"
        )
    }
}
