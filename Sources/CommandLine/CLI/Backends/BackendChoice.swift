import App
import Arguments
import Logging
import Posix

/// Decides who does the work: the server that was named, the one that runs on the same state, or this process.
struct BackendChoice {
    let invocation: Invocation

    func backend() async throws -> any Backend {
        try await local(invocation.configuration())
    }

    /// The engines of this process, whoever else may run.
    func local() async throws -> LocalBackend {
        try await local(invocation.configuration())
    }

    private func local(_ configuration: EffectiveConfiguration) async throws -> LocalBackend {
        try LocalBackend(
            try await Application(configuration, logger: invocation.logger),
            repositoryName: repositoryName,
            progress: progress
        )
    }

    private var repositoryName: String? { invocation.values[GlobalOptions.repository] }
    private var progress: ProgressView { ProgressView(console: invocation.console) }
}
