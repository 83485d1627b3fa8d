import API
import App
import Arguments

/// The command `packferry healthcheck`.
enum HealthcheckCommand {
    static let command = Command<Action>(
        "healthcheck",
        summary: "Ask the server whether it can be used; for containers and monitors.",
        discussion: "Asks the server that --server names, else the one that runs on this configuration's state.",
        changes: .nothing
    ) { invocation in
        let health = try await APIClient(transport: HTTPTransport(address(invocation))).health(APIPath.readiness)
        let failed = health.checks.filter { $0.status == .fail }.map { Block.line("\($0.name): \($0.detail)") }
        let exit: ExitCode = health.status == .fail ? .failed : .done
        return Answer(health, exit: exit, [.line(health.status.rawValue)] + failed)
    }

    private static func address(_ invocation: Invocation) throws -> String {
        if let url = invocation.values[GlobalOptions.server] { return url }
        let configuration = try invocation.configuration()
        guard let record = try configuration.runningServer() else {
            let state = configuration.values.paths.state
            throw CommandError(.unreachable, "unreachable", "No server runs on \(state).")
        }
        return record.url
    }
}
