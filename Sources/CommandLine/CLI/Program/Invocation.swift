import App
import Arguments
import Logging

/// One run of one command: what was typed, and where it is said what came of it.
struct Invocation: Sendable {
    let values: Values
    let console: Console
    let surroundings: EffectiveConfiguration.Surroundings

    /// The configuration as file, environment and flags give it.
    func configuration() throws -> EffectiveConfiguration {
        try EffectiveConfiguration.load(file: values[GlobalOptions.config], surroundings)
    }

    /// Whoever does the work: this process or a server.
    func backend() async throws -> any Backend {
        LocalBackend(
            application: try await Application(configuration(), logger: logger),
            repositoryName: values[GlobalOptions.repository],
            progress: ProgressView(console: console)
        )
    }

    private var logger: Logger {
        let isVerbose = console.volume == .verbose
        return Logger(label: "packferry", level: isVerbose ? .debug : .warning, sink: .standardError(format: .text))
    }
}
