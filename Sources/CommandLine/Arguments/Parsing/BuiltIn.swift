/// The options that every program has without declaring them.
enum BuiltIn {
    /// What somebody wants instead of running a command.
    enum Request {
        case help
        case version
        case completions(Shell)
        case manual(ManualFormat)
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

    static let everywhere = [help.definition, version.definition]
    static let all = everywhere + [completions.definition, manual.definition]

    static func asksForHelp(_ word: String) -> Bool {
        word == "--help" || word == "-h"
    }

    static func request<Run>(in parser: Parser<Run>) throws(UsageError) -> Request? {
        let values = try Resolution(definitions: all, found: parser.found, title: parser.title).values()
        if values[help] { return .help }
        if values[version] { return .version }
        if let shell = values[completions] { return .completions(shell) }
        return values[manual].map(Request.manual)
    }
}
