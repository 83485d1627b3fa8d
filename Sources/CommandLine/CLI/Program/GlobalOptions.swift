import Arguments

/// What every command takes.
enum GlobalOptions {
    static let config = Option<String?>(
        "config",
        .file,
        short: "c",
        environment: "PACKFERRY_CONFIG",
        help: "The configuration, else packferry.yaml in the current folder."
    )
    static let repository = Option<String?>(
        "repository",
        .nonEmpty,
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
