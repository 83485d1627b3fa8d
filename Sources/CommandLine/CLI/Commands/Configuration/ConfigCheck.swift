import App
import Arguments
import Posix

/// The command `packferry config check`.
enum ConfigCheck {
    static let command = Command<Action>(
        "check",
        summary: "Say what is wrong with the configuration, all of it at once.",
        options: SettingOptions.all
    ) { invocation in
        let configuration = try invocation.configuration(flags: SettingOptions.given(in: invocation.values))
        let warnings = configuration.values.warnings
        let answer = CheckedConfiguration(file: configuration.file.string, warnings: warnings)
        return Answer(answer, warnings.map { .line("warning: \($0)") } + [.line("\(configuration.file): fine")])
    }
}

/// A configuration that can be used.
private struct CheckedConfiguration: Encodable, Sendable {
    let file: String
    let warnings: [String]
}
