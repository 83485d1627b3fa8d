import App
import Arguments
import Posix
import Transfer

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
            Looks at the storages too: one that is not there is a warning, for it may be mounted later; a folder that is no storage is refused. Lists what each pattern of the configuration takes there.
            """,
        options: SettingOptions.all,
        changes: .nothing
    ) { invocation in
        try invocation.requireHere()
        let configuration = try invocation.configuration(flags: SettingOptions.given(in: invocation.values))
        try configuration.checkPlaces()
        let report = try await configuration.checkStorages()
        let warnings = configuration.values.warnings + report.warnings
        let verdict = warnings.isEmpty ? "fine" : "can be used"
        let patterns = report.patterns.map(CheckedConfiguration.Pattern.init)
        let answer = CheckedConfiguration(file: configuration.file.string, warnings: warnings, patterns: patterns)
        return Answer(
            answer,
            Block.lines("warning", warnings) + patterns.map(\.block) + [.line("\(configuration.file): \(verdict)")]
        )
    }

    private static let show = Command<Action>(
        "show",
        summary: "Print the configuration in force, with where each value came from.",
        discussion: "What it prints is a configuration file that says the same.",
        options: SettingOptions.all,
        changes: .nothing
    ) { invocation in
        try invocation.requireHere()
        let configuration = try invocation.configuration(flags: SettingOptions.given(in: invocation.values))
        let text = configuration.text
        return Answer(configuration.document, [.line(text.hasSuffix("\n") ? String(text.dropLast()) : text)])
    }
}

/// A configuration that can be used.
private struct CheckedConfiguration: Encodable, Sendable {
    /// What a pattern takes of what lies in the storage now.
    struct Pattern: Encodable, Sendable {
        private static let shown = 5

        let repository: String
        let key: String
        let pattern: String
        let takes: Excerpt<String>

        init(_ pattern: StorageReport.Pattern) {
            repository = pattern.repository
            key = pattern.key
            self.pattern = pattern.pattern
            takes = Excerpt(count: pattern.count, pattern.examples)
        }

        /// The same in one line.
        var block: Block {
            let names = takes.items.prefix(Self.shown) + (takes.count > Self.shown ? ["…"] : [])
            let taken =
                takes.count == 0 ? "nothing" : "\(Quantity.count(takes.count)): \(names.joined(separator: ", "))"
            return .line("\(repository) \(key) \"\(pattern)\" takes \(taken)")
        }
    }

    let file: String
    let warnings: [String]
    let patterns: [Pattern]
}
