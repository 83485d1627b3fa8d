/// The options that every program has without declaring them.
enum BuiltIn {
    /// What somebody wants instead of running a command.
    enum Request {
        case help
        case version
        case completions(Shell)
        case manual(ManualFormat)
        case words(kind: String)
    }

    static let help = Flag("help", short: "h", help: "Show this help.")
    static let version = Flag("version", help: "Print the version.")
    static let completions = Option<Shell?>(
        "generate-completion-script",
        .choice(of: Shell.self),
        valueName: "shell",
        help: "Print a completion script for a shell."
    )
    static let manual = Option<ManualFormat?>(
        "generate-manual",
        .choice(of: ManualFormat.self),
        valueName: "format",
        help: "Print the manual of all commands."
    )

    static let words = Option<String?>(
        "complete",
        .nonEmpty,
        valueName: "kind",
        help: "Print what a completion script may offer: the ids or names of this kind, such as artifacts."
    )

    static let everywhere = [help.definition, version.definition]
    static let all = everywhere + [completions.definition, manual.definition, words.definition]

    /// Whether an option is one of these, and none of the program's own.
    static func isOne(_ definition: ParameterDefinition) -> Bool { all.contains { $0.name == definition.name } }

    static func asksForHelp(_ word: String) -> Bool {
        word == "--help" || word == "-h"
    }

    static func request<Run>(in parser: Parser<Run>) throws(UsageError) -> Request? {
        let values = try Resolution(definitions: all, found: parser.found, title: parser.title).values()
        if values[help] { return .help }
        if values[version] { return .version }
        if let shell = values[completions] { return .completions(shell) }
        if let kind = values[words] { return .words(kind: kind) }
        return values[manual].map(Request.manual)
    }
}
