import App
import Arguments
import Posix

/// The command `packferry config show`.
enum ConfigShow {
    static let command = Command<Action>(
        "show",
        summary: "Print the configuration in force, with where each value came from.",
        discussion: "What it prints is a configuration file that says the same.",
        options: SettingOptions.all
    ) { invocation in
        try invocation.requireHere()
        let configuration = try invocation.configuration(flags: SettingOptions.given(in: invocation.values))
        let text = configuration.text
        let answer = ShownConfiguration(file: configuration.file.string, text: text)
        return Answer(answer, [.line(text.hasSuffix("\n") ? String(text.dropLast()) : text)])
    }
}

/// The configuration in force.
private struct ShownConfiguration: Encodable, Sendable {
    let file: String
    let text: String
}
