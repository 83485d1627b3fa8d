import App
import Arguments
import Logging
import Posix

/// The command `packferry serve`.
enum ServeCommand {
    private static let format = Option<LogFormat?>(
        "log-format",
        .choice(of: LogFormat.self),
        environment: "PACKFERRY_LOG_FORMAT",
        help: "How to write the log; without it, text on a terminal and JSON lines elsewhere."
    )

    static let command = Command<Action>(
        "serve",
        summary: "Run the server: the API, the dashboard, the npm registry, and jobs.",
        discussion: """
            Ends on SIGTERM and SIGINT after what runs has come to an end or can be resumed; a second signal ends it at once. SIGHUP has it read its configuration again: retention, schedules, log.level and limits.download count at once, and the log names what else changed. The log goes to standard error.
            """,
        options: [format] + SettingOptions.all,
        changes: .nothing
    ) { invocation in
        try invocation.requireHere()
        let configuration = try invocation.configuration(flags: SettingOptions.given(in: invocation.values))
        let logger = logger(invocation, configuration)
        for warning in configuration.values.warnings { logger.warning(warning) }
        if configuration.origin(of: Setting.siteRole.key) == .builtIn { logger.info(Self.anyRole) }
        CurrentProcess.raiseFileLimit()
        // What meets somebody else's lock waits in the queue, where everybody sees it.
        let service = try Service(
            try await Application(configuration, logger: logger, lockPatience: .zero),
            manager: ServiceManager(environment: invocation.surroundings.variables),
            reloading: Service.Reloading(followsLevel: invocation.console.volume == .normal) {
                let flags = SettingOptions.given(in: invocation.values)
                return try EffectiveConfiguration.load(
                    file: configuration.file.string,
                    flags: flags,
                    invocation.surroundings
                )
            }
        )
        // A task of its own: a signal must stop the service in order, and not cancel it in the middle of something.
        try await Task { try await service.run() }.value
        return .nothing
    }

    /// Nobody should have to find out by an import on the wrong side.
    private static let anyRole =
        "site.role is not set, so this side both builds and applies archives: set it to online or offline"

    private static func logger(_ invocation: Invocation, _ configuration: EffectiveConfiguration) -> Logger {
        let level: LogLevel =
            switch invocation.console.volume {
            case .quiet: .warning
            case .normal: configuration.values.logLevel
            case .verbose: .debug
            }
        let format = invocation.values[format] ?? (invocation.console.isErrorTerminal ? .text : .json)
        return Logger(label: "packferry", level: level, sink: .standardError(format: format))
    }
}
