import Logging
import Reporting
import Trees

extension Refresher {
    /// Clients that run at the same time: each takes a core.
    private static let clients = 2

    /// Has a client install each version that is wanted; what it fails of is noted, and the rest goes on.
    func install(_ wanted: [WantedVersion], by runner: ClientRunner) async throws -> [PackageName: [RefreshProblem]] {
        reporter.begin(.fetch, total: Int64(wanted.count), unit: .packages)
        let failures = try await concurrentMap(wanted, width: min(Self.clients, settings.concurrency)) {
            wanted -> (PackageName, RefreshProblem)? in
            try reporter.checkCancellation()
            defer { reporter.advance() }
            do {
                try await runner.reinstall(wanted.name, version: wanted.version, reporter: reporter)
                return nil
            } catch let error as SupplyError {
                reporter.log(.warning, "\(error.subject) \(error.cause)")
                return (wanted.name, RefreshProblem(error))
            }
        }
        return Dictionary(grouping: failures.compactMap(\.self), by: \.0).mapValues { $0.map(\.1) }
    }
}
