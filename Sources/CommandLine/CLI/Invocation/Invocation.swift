import API
import App
import Arguments
import Logging

/// What a command does: calls a backend and says what came of it.
typealias Action = @Sendable (Invocation) async throws -> Answer

/// One run of one command: what was typed, and where it is said what came of it.
struct Invocation: Sendable {
    let values: Values
    let console: Console
    let surroundings: EffectiveConfiguration.Surroundings

    /// The configuration as file, environment and flags give it.
    func configuration(flags: [Setting: String] = [:]) throws -> EffectiveConfiguration {
        try EffectiveConfiguration.load(file: values[GlobalOptions.config], flags: flags, surroundings)
    }

    /// Whoever does the work: the server that was named, the one that runs on the same state, or this process.
    func backend() async throws -> any Backend {
        if let url = values[GlobalOptions.server] {
            let transport = try HTTPTransport(url)
            return remote(transport, DeliveryByUpload(transport: transport))
        }
        let configuration = try configuration()
        guard let record = try configuration.runningServer() else { return local(configuration) }
        let transport = try HTTPTransport(record.url)
        return remote(transport, DeliveryByPath(transport: transport))
    }

    /// The engines of this process, whoever else may run.
    func localBackend() async throws -> LocalBackend {
        try requireHere()
        return try local(configuration())
    }

    private func local(_ configuration: EffectiveConfiguration) -> LocalBackend {
        let application = LocalApplication(configuration, logger: logger, isDryRun: isDryRun)
        return LocalBackend(application, repositoryName: values[GlobalOptions.repository], progress: progress)
    }

    /// Whether everything is to be done but the change itself.
    var isDryRun: Bool { values.isDryRun }

    private func remote(_ transport: HTTPTransport, _ delivery: any ArchiveDelivery) -> RemoteBackend {
        RemoteBackend(
            api: APIClient(transport: transport),
            repositoryName: values[GlobalOptions.repository],
            progress: progress,
            delivery: delivery
        )
    }

    /// The archives that were named, in the order in which they build on each other.
    func selected(_ names: Argument<[String]>, ordered: Bool = true) async throws -> ArchiveSelection {
        let selection = try await ArchiveSelection(of: values[names], ordered: ordered)
        for name in selection.passedOver { console.note("\(name) lies beside an archive and is none: passed over") }
        return selection
    }

    /// Refuses a server: this command looks at, or works on, this machine.
    ///
    /// A server that only the environment names is meant for other commands.
    func requireHere() throws {
        guard let server = values[GlobalOptions.server] else { return }
        guard surroundings.variables["PACKFERRY_SERVER"] == server else { throw CommandError.onlyHere(values.command) }
    }

    /// Shows how far work is.
    var progress: ProgressView { ProgressView(console: console) }

    /// What goes wrong below, in lines.
    var logger: Logger {
        let level: LogLevel = console.volume == .verbose ? .debug : .warning
        return Logger(label: "packferry", level: level, sink: .standardError(format: .text))
    }

    /// Says that an empty list means nothing, where the storage was never read.
    func noteUncollected(_ backend: any Backend) async throws {
        let storage: StorageTotals = try await backend.api.get(APIPath.storage)
        let unread = storage.repositories.filter { repository in
            repository.collected == nil && repository.name == backend.repositoryName ?? repository.name
        }
        for repository in unread {
            console.say("\(repository.path) was never read: run 'packferry collect' first.")
        }
    }
}

extension EffectiveConfiguration {
    /// The server that runs on this state, if one does; looking touches nothing.
    func runningServer() throws -> ServerRecord? { try ServerRecord.running(on: values.paths.state) }
}
