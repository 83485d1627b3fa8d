import HTTPClient
import Posix
import Reporting
import Transfer
import Trees

/// A storage that is kept fresh through the registry that is configured for it, or by us from an upstream.
struct NpmRefreshing: TreeRefresh {
    let collector: Collector
    let settings: TreeSettings
    let context: TreeContext
    /// How long a Verdaccio takes what upstream said for fresh.
    let maxAge: Duration

    func requireUpstream() throws {
        let hasClient = settings.text("refresh.runner") != "native"
        guard try hasClient || settings.text("registry") != nil || pullThrough() == nil else { return }
        _ = try registry()
    }

    /// The client that is to install packages from the registry; each may take so long.
    private func runner(_ client: ClientKind) throws -> ClientRunner {
        let searchPath = context.fetching?.environment["PATH"] ?? ""
        return ClientRunner(client, registry: try registry(), timeout: .seconds(600), searchPath: searchPath)
    }

    func refresh(
        _ request: RefreshRequest,
        record: RefreshRecord,
        reporter: Reporter
    ) async throws -> RefreshReport {
        let settings = try RefreshSettings(request, settings)
        let documents = DocumentReader(collector)
        let supply = try supply(documents, reporter)
        let refresher = Refresher(
            documents: documents,
            supply: supply,
            runner: try settings.client.map(runner),
            settings: settings,
            record: record,
            reporter: reporter
        )
        do {
            return try await refresher.run(request)
        } catch let error as ClosureError {
            throw TransferError(.refused, error.subject, error.cause, hint: error.hint)
        }
    }

    /// What fills the storage.
    ///
    /// Throws `StorageError` where the configuration names nothing that could.
    func supply(_ reporter: Reporter) throws -> any PackageSupply { try supply(DocumentReader(collector), reporter) }

    private func supply(_ documents: DocumentReader, _ reporter: Reporter) throws -> any PackageSupply {
        let clock = ContinuousClock()
        if settings.text("registry") == nil, let pullThrough = try pullThrough() {
            let breaker = RegistryBreaker(pause: .seconds(31), greatest: 4, clock: clock)
            return PatientSupply(supply: pullThrough, breaker: breaker, reporter: reporter)
        }
        let start = clock.now
        return VerdaccioSupply(
            registry: try registry(),
            credentials: try settings.credentials("registry_auth", environment: context.fetching?.environment ?? [:]),
            certificates: settings.path("ca")?.string,
            client: context.client,
            documents: documents,
            watch: StorageWatch(
                root: collector.root,
                layout: collector.layout,
                patience: .seconds(30),
                clock: clock
            ),
            maxAge: maxAge,
            breaker: RegistryBreaker(pause: .seconds(305), greatest: 2, clock: clock),
            outage: RegistryBreaker(pause: .seconds(5), greatest: 24, clock: clock),
            evidence: UpstreamEvidence(validity: maxAge) { clock.now - start },
            reporter: reporter
        )
    }

    private func pullThrough() throws -> PullThrough? {
        try settings.pullThrough(in: context, collector.root, collector.layout)
    }

    private func registry() throws -> RegistryAddress {
        guard let address = settings.text("registry").flatMap({ RegistryAddress($0) }) else {
            throw StorageError(
                settings.root.string,
                "has no registry through which it could be refreshed",
                hint: "Name the Verdaccio that serves it, such as registry: http://127.0.0.1:4873, or without one an "
                    + "upstream: https://registry.npmjs.org",
                key: "registry"
            )
        }
        return address
    }
}
