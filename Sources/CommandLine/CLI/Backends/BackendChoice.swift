import API
import App
import Arguments
import Logging
import Posix

/// Decides who does the work: the server that was named, the one that runs on the same state, or this process.
struct BackendChoice {
    let invocation: Invocation

    func backend() async throws -> any Backend {
        if let url = invocation.values[GlobalOptions.server] { return try elsewhere(url) }
        let configuration = try invocation.configuration()
        if let record = try RunningServer(configuration).record {
            return try here(record)
        }
        return try await local(configuration)
    }

    /// The engines of this process, whoever else may run.
    func local() async throws -> LocalBackend {
        try invocation.requireHere()
        return try await local(invocation.configuration())
    }

    private func local(_ configuration: EffectiveConfiguration) async throws -> LocalBackend {
        try LocalBackend(
            try await Application(configuration, logger: invocation.logger),
            repositoryName: repositoryName,
            progress: progress
        )
    }

    private func elsewhere(_ url: String) throws -> RemoteBackend {
        let transport = try HTTPTransport(url)
        let api = APIClient(transport: transport)
        let delivery = DeliveryByUpload(transport: transport)
        return RemoteBackend(api: api, repositoryName: repositoryName, progress: progress, delivery: delivery)
    }

    private func here(_ record: ServerRecord) throws -> RemoteBackend {
        let api = APIClient(transport: try HTTPTransport(record.url))
        let delivery = DeliveryByPath(api: api)
        return RemoteBackend(api: api, repositoryName: repositoryName, progress: progress, delivery: delivery)
    }

    private var repositoryName: String? { invocation.values[GlobalOptions.repository] }
    private var progress: ProgressView { ProgressView(console: invocation.console) }
}
