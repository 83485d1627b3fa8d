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
    /// How the Verdaccio in front of it is configured, where that is known.
    let configuration: VerdaccioConfiguration?

    var advice: [String] {
        guard context.fetching != nil, settings.text("registry") != nil else { return [] }
        return configuration?.advice ?? []
    }

    func requireUpstream() throws {
        let hasClient = settings.text("refresh.runner") != "native"
        guard try hasClient || pullThrough() == nil else { return }
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
        let withdrawals = WithdrawalRecord(database: context.database, repository: self.settings.repository)
        let refresher = Refresher(
            documents: documents,
            supply: supply,
            runner: try settings.client.map(runner),
            settings: settings,
            record: record,
            withdrawals: try await WithdrawalWatch(withdrawals, by: supply.comparison),
            reporter: reporter,
            requireSpace: { [space = context.space, root = collector.root] in
                try space.require(0, for: "what is fetched", in: root)
            }
        )
        do {
            var report = try await refresher.run(request)
            report.advice = advice
            return report
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
            configuration: configuration,
            breaker: RegistryBreaker(
                pause: (configuration?.longestPause ?? VerdaccioConfiguration.usualPause) + .seconds(5),
                greatest: 2,
                clock: clock
            ),
            outage: RegistryBreaker(pause: .seconds(5), greatest: 24, clock: clock),
            evidence: UpstreamEvidence(validity: VerdaccioConfiguration.usualAge) { clock.now - start },
            upstream: try settings.upstream(in: context),
            reporter: reporter
        )
    }

    private func pullThrough() throws -> PullThrough? {
        try settings.pullThrough(in: context, collector.root, collector.layout)
    }

    private func registry() throws -> UpstreamAddress {
        guard let address = settings.text("registry").flatMap({ UpstreamAddress($0) }) else {
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
