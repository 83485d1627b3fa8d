import HTTPClient
import Posix
import Reporting
import Transfer
import Trees

/// A storage that is kept fresh through the registry that is configured for it.
struct NpmRefreshing: TreeRefresh {
    let collector: Collector
    let settings: TreeSettings
    let client: HTTPClient
    /// How long a Verdaccio takes what upstream said for fresh.
    let maxAge: Duration

    func requireUpstream() throws { _ = try registry() }

    func refresh(
        _ request: RefreshRequest,
        record: RefreshRecord,
        reporter: Reporter
    ) async throws -> RefreshReport {
        let settings = RefreshSettings(request, settings)
        let supply = try supply(reporter)
        let refresher = Refresher(
            collector: collector,
            supply: supply,
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

    private func supply(_ reporter: Reporter) throws -> any PackageSupply {
        let clock = ContinuousClock()
        return VerdaccioSupply(
            registry: try registry(),
            client: client,
            collector: collector,
            watch: StorageWatch(
                root: collector.root,
                layout: collector.layout,
                patience: .seconds(30),
                clock: clock
            ),
            maxAge: maxAge,
            breaker: RegistryBreaker(pause: .seconds(305), clock: clock),
            reporter: reporter
        )
    }

    private func registry() throws -> RegistryAddress {
        guard let address = settings.text("registry").flatMap({ RegistryAddress($0) }) else {
            throw StorageError(
                settings.root.string,
                "has no registry through which it could be refreshed",
                hint: "Name the Verdaccio that serves it, such as registry: http://127.0.0.1:4873",
                key: "registry"
            )
        }
        return address
    }
}
