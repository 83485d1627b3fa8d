import App
import Arguments
import Posix

/// The command `packferry config check`.
enum ConfigCheck {
    static let command = Command<Action>(
        "check",
        summary: "Say what is wrong with the configuration, all of it at once.",
        discussion: """
            Looks at the storages too: one that is not there is a warning, for it may be mounted later; a folder that is no storage is refused.
            """,
        options: SettingOptions.all
    ) { invocation in
        try invocation.requireHere()
        let configuration = try invocation.configuration(flags: SettingOptions.given(in: invocation.values))
        let warnings = try await configuration.values.warnings + configuration.checkStorages()
        let answer = CheckedConfiguration(file: configuration.file.string, warnings: warnings)
        let verdict = warnings.isEmpty ? "fine" : "can be used"
        return Answer(answer, warnings.map { .line("warning: \($0)") } + [.line("\(configuration.file): \(verdict)")])
    }
}

/// A configuration that can be used.
private struct CheckedConfiguration: Encodable, Sendable {
    let file: String
    let warnings: [String]
}
