import App
import Arguments

/// What every command takes.
enum GlobalOptions {
    static let config = Option<String?>(
        "config",
        .file,
        short: "c",
        environment: "PACKFERRY_CONFIG",
        help: "The configuration; else packferry.yaml here, in ~/.config/packferry or in /etc/packferry."
    )
    static let repository = Option<String?>(
        "repository",
        ValueType.nonEmpty.asked(.repositories),
        short: "r",
        valueName: "name",
        environment: "PACKFERRY_REPOSITORY",
        help: "The repository, where several are configured."
    )
    static let server = Option<String?>(
        "server",
        .nonEmpty,
        valueName: "url",
        environment: "PACKFERRY_SERVER",
        help: "Work on the server at this address, such as http://127.0.0.1:8470."
    )
    static let json = Flag("json", help: "Write one JSON document; errors too.")
    static let verbose = Flag("verbose", short: "v", help: "Say more.")
    static let quiet = Flag("quiet", short: "q", help: "Leave out progress and remarks.")
    static let plain = Flag("no-color", environment: .presence(of: "NO_COLOR"), help: "Write without colours.")

    static let all: [any NamedParameter] = [config, repository, server, json, verbose, quiet, plain]
}

/// The keys of the configuration that flags can set too, one option for each.
enum SettingOptions {
    private static let options = Dictionary(uniqueKeysWithValues: Setting.allCases.map { ($0, option($0)) })

    /// All of them, in the order of the configuration.
    static let all: [any NamedParameter] = Setting.allCases.compactMap { options[$0] }

    /// What was given on the command line; the environment is read with the file.
    static func given(in values: Values) -> [Setting: String] {
        options.compactMapValues { values[$0] }
    }

    private static func option(_ setting: Setting) -> Option<String?> {
        Option(
            String(setting.flag.dropFirst(2)),
            .nonEmpty,
            valueName: "value",
            help: "Instead of '\(setting.key)' in the configuration."
        )
    }
}
