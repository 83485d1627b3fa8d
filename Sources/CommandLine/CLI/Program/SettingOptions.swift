import App
import Arguments

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
