import API
import App
import Arguments

/// The command `packferry version`.
enum VersionCommand {
    static let command = Command<Action>(
        "version",
        summary: "Say what runs here, or on the server that --server names."
    ) { invocation in
        guard invocation.values[GlobalOptions.server] != nil else {
            return Answer(["name": "packferry", "version": Version.current], [.line("packferry \(Version.current)")])
        }
        let info: VersionInfo = try await invocation.backend().api.get(APIPath.version)
        return Answer(info, [.line("\(info.name) \(info.version)")])
    }
}
