import App
import Arguments
import Posix

/// The commands `packferry config`.
enum ConfigCommands {
    static let group = Command<Action>(
        "config",
        summary: "Check and show the configuration.",
        subcommands: [check, show]
    )

    private static let check = Command<Action>(
        "check",
        summary: "Say what is wrong with the configuration, all of it at once.",
        discussion: """
            Looks at the storages too: one that is not there is a warning, for it may be mounted later; a folder that is no storage is refused.
            """,
        options: SettingOptions.all
    ) { invocation in
        try invocation.requireHere()
        let configuration = try invocation.configuration(flags: SettingOptions.given(in: invocation.values))
        try configuration.checkPlaces()
        let warnings = try await configuration.values.warnings + configuration.checkStorages()
        let verdict = warnings.isEmpty ? "fine" : "can be used"
        let answer = CheckedConfiguration(file: configuration.file.string, warnings: warnings)
        return Answer(answer, Block.lines("warning", warnings) + [.line("\(configuration.file): \(verdict)")])
    }

    private static let show = Command<Action>(
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

/// A configuration that can be used.
private struct CheckedConfiguration: Encodable, Sendable {
    let file: String
    let warnings: [String]
}

/// The configuration in force.
private struct ShownConfiguration: Encodable, Sendable {
    let file: String
    let text: String
}
