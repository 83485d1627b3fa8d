import App
import Arguments
import Logging

/// One run of one command: what was typed, and where it is said what came of it.
struct Invocation: Sendable {
    let values: Values
    let console: Console
    let surroundings: EffectiveConfiguration.Surroundings

    /// The configuration as file, environment and flags give it.
    func configuration(flags: [Setting: String] = [:]) throws -> EffectiveConfiguration {
        try EffectiveConfiguration.load(file: values[GlobalOptions.config], flags: flags, surroundings)
    }

    /// Whoever does the work: this process or a server.
    func backend() async throws -> any Backend { try await BackendChoice(invocation: self).backend() }

    /// The engines of this process.
    func localBackend() async throws -> LocalBackend { try await BackendChoice(invocation: self).local() }

    /// Refuses a server: this command looks at, or works on, this machine.
    func requireHere() throws {
        if values[GlobalOptions.server] != nil { throw CommandError.onlyHere(values.command) }
    }

    /// Shows how far work is.
    var progress: ProgressView { ProgressView(console: console) }

    /// What goes wrong below, in lines.
    var logger: Logger {
        let level: LogLevel = console.volume == .verbose ? .debug : .warning
        return Logger(label: "packferry", level: level, sink: .standardError(format: .text))
    }
}
