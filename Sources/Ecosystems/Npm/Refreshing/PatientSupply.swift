import Logging
import Reporting

/// The same supply for whoever would rather wait than go without: what fails while nobody is there is asked for again.
struct PatientSupply: PackageSupply {
    let supply: any PackageSupply
    let breaker: RegistryBreaker
    let reporter: Reporter

    func requireReachable() async throws { try await supply.requireReachable() }

    var comparison: UpstreamComparison? { supply.comparison }

    func revalidate(_ name: PackageName) async throws -> Revalidation {
        try await revalidate(name, knowing: nil)
    }

    func revalidate(_ name: PackageName, knowing kept: KeptBrief?) async throws -> Revalidation {
        try await patiently { try await supply.revalidate(name, knowing: kept) }
    }

    func supply(_ tarball: WantedTarball, of name: PackageName) async throws -> SuppliedTarball {
        try await patiently { try await supply.supply(tarball, of: name) }
    }

    private func patiently<Value>(_ ask: () async throws -> Value) async throws -> Value {
        while true {
            do {
                let value = try await ask()
                breaker.recover()
                return value
            } catch let error as SupplyError where error.code == .away {
                reporter.log(.warning, "upstream does not answer: waiting", ["cause": error.cause])
                guard try await breaker.waitOut() else { throw error }
            }
        }
    }
}
