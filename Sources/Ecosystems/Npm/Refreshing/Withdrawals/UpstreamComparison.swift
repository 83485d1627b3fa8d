/// Where it shows what upstream took back.
enum UpstreamComparison: Sendable {
    /// In the storage's own documents: they are kept as upstream has them.
    case storage
    /// In what upstream itself lists: a Verdaccio keeps what its upstream took back.
    case upstream(UpstreamRegistry, lane: ByteLane)

    static func listing(of upstream: UpstreamRegistry) -> UpstreamComparison { .upstream(upstream, lane: ByteLane()) }

    /// What upstream has taken back by now of the versions of a package that are here.
    ///
    /// Throws `SupplyError`.
    func takenBack(of name: PackageName, _ here: VersionsHere) async throws -> TakenBack {
        guard case .upstream(let upstream, let lane) = self else { return TakenBack(here) }
        switch try await upstream.listing(of: name, in: lane) {
        case .document(let packument, _): return TakenBack(here, in: packument)
        case .absent: return .everything
        case .unchanged:
            let hint = "See what \(upstream.address.packument(name)) answers"
            throw SupplyError(.wrong, name.string, "was answered as unchanged, since nobody knows when", hint: hint)
        }
    }
}
