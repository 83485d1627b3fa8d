import API
import App
import Arguments

/// The command `packferry version`.
enum VersionCommand {
    static let command = Command<Action>(
        "version",
        summary: "Say what runs here, or on the server that --server names.",
        changes: .nothing
    ) { invocation in
        guard invocation.values[GlobalOptions.server] != nil else {
            return answer(.current)
        }
        let info: VersionInfo = try await invocation.backend().api.get(APIPath.version)
        return answer(info)
    }

    private static func answer(_ info: VersionInfo) -> Answer {
        Answer(info, [.line("\(info.name) \(info.version)")])
    }
}
