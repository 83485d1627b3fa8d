import HTTPClient
import HTTPMessages
import Reporting
import Time
import Trees

/// Fills a storage through the Verdaccio that it belongs to.
///
/// It is asked by HEAD: a Verdaccio then does all that it does for a GET, fetches and stores, and sends us nothing
/// (seen with 5.33.0 and 6.8.0). What it answers proves nothing: 200 is also said of a document that could not be
/// compared, and of a tarball that could not be saved. So the storage is looked at afterwards.
struct VerdaccioSupply: PackageSupply {
    let registry: UpstreamAddress
    var credentials: Credentials? = nil
    /// The path of a file with certificates.
    var certificates: String? = nil
    let client: HTTPClient
    let documents: DocumentReader
    let watch: StorageWatch
    /// How it is configured, where that is known.
    var configuration: VerdaccioConfiguration? = nil
    /// For while it says that its upstream is away.
    let breaker: RegistryBreaker
    /// For while it is away itself.
    let outage: RegistryBreaker
    let evidence: UpstreamEvidence
    /// What that Verdaccio itself asks; `nil` where nobody said.
    var upstream: UpstreamRegistry? = nil
    let reporter: Reporter

    func requireReachable() async throws {
        do {
            _ = try await client.send(request(.GET, "\(registry)/-/ping"), limit: 64 << 10)
        } catch let error as HTTPClientError where error.code != .tooLarge {
            let hint = "Start that Verdaccio, or correct repositories.….registry"
            throw UpstreamError(registry.description, "does not answer: \(error.cause)", hint: hint)
        }
    }

    func revalidate(_ name: PackageName) async throws -> Revalidation {
        let answer = try await ask(registry.packument(name), about: name.string)
        guard answer.status != .notFound else { return .absent(absence(of: name.string, "is not known")) }
        guard let record = try await record(of: name) else { throw unsaved(name.string, "its document") }
        return judge(name, record, answer)
    }

    /// Its storage keeps what its upstream took back.
    var comparison: UpstreamComparison? { upstream.map { .listing(of: $0) } }

    func supply(_ tarball: WantedTarball, of name: PackageName) async throws -> SuppliedTarball {
        let subject = "\(name)/\(tarball.file)"
        var arrival = try await arrival(of: tarball, name, subject)
        // A Verdaccio that ended in the midst has it fetched by the next one.
        if arrival == .stalled { arrival = try await self.arrival(of: tarball, name, subject) }
        guard case .arrived(let size) = arrival else { throw unsaved(subject, "it") }
        noteAnswer()
        return SuppliedTarball(size: size, source: registry.description)
    }

    private func arrival(
        of tarball: WantedTarball,
        _ name: PackageName,
        _ subject: String
    ) async throws -> StorageWatch.Arrival {
        let answer = try await ask(registry.tarball(tarball.file, of: name), about: subject)
        guard answer.status != .notFound else { throw absence(of: subject, "is not there") }
        return try await watch.arrival(of: tarball.file, of: name)
    }

    /// Its upstream answered just now.
    private func noteAnswer() {
        evidence.give()
        breaker.recover()
    }

    private func record(of name: PackageName) async throws -> UplinkRecord? {
        do {
            return try await documents.read(name) { UplinkRecord($0) }
        } catch let error as PackumentError {
            let hint = "Move it away and let Verdaccio fetch it again"
            throw SupplyError(.wrong, "\(name)/package.json", "cannot be used: \(error.reason)", hint: hint)
        }
    }

    /// Whether upstream was asked: the document says when, by the clock of the Verdaccio, and so does its answer.
    private func judge(_ name: PackageName, _ record: UplinkRecord, _ answer: Answer) -> Revalidation {
        guard record.isForeign else { return .local }
        if let configuration, configuration.uplinks(of: name).isEmpty {
            return .stale(cause: Self.unasked, hint: Self.noProxy)
        }
        guard let fetched = record.fetched else {
            return .stale(cause: "was never compared with an upstream", hint: Self.staleHint)
        }
        let maxAge = configuration?.maxAge(of: name) ?? VerdaccioConfiguration.usualAge
        let (age, lead) = (max(answer.began - fetched, .zero), fetched - answer.ended)
        guard lead <= maxAge else {
            let when = "\(Self.words(lead)) from now"
            let cause = "was answered from the cache: its document says that upstream was asked \(when)"
            return .stale(cause: cause, hint: Self.leadHint)
        }
        guard age > maxAge else {
            if age == .zero { noteAnswer() } else { evidence.give(age: age) }
            return .fresh
        }
        evidence.suspect()
        let cause = "was answered from the cache: upstream was last asked \(Self.words(age)) ago"
        return .stale(cause: cause, hint: Self.staleHint)
    }

    private static let staleHint =
        "Look into Verdaccio's log for the answer of its uplink; "
        + "where its configuration says maxage, it does not ask before that time is over"

    private static let leadHint =
        "A clock was ahead when that was written, and Verdaccio does not ask before it is right again: "
        + "take fetched out of _uplinks in its package.json, and refresh again"

    private static let unasked = "was answered from the cache: its Verdaccio has no uplink for it"
    private static let noProxy = "Name the uplink that it came from as proxy of its entry in packages"

    private static func words(_ age: Duration) -> String {
        let seconds = age.components.seconds
        if seconds < 120 { return "\(seconds) seconds" }
        if seconds < 7200 { return "\(seconds / 60) minutes" }
        return seconds < 172_800 ? "\(seconds / 3600) hours" : "\(seconds / 86_400) days"
    }

    private func absence(of subject: String, _ cause: String) -> SupplyError {
        guard evidence.isGiven else {
            return SupplyError(
                .unavailable,
                subject,
                "\(cause), says \(registry), which it says too while its upstream does not answer",
                hint: "See whether the uplink of that Verdaccio answers, and refresh again"
            )
        }
        return SupplyError(.gone, subject, "\(cause) upstream", hint: "Nothing can be done here: \(registry) says 404")
    }

    private func unsaved(_ subject: String, _ what: String) -> SupplyError {
        SupplyError(
            .unsaved,
            subject,
            "was answered by \(registry), but the storage does not hold \(what)",
            hint: "See that storage is the folder of that Verdaccio, that it may write there, that the disk is not "
                + "full, and that its uplink does not say cache: false"
        )
    }
}
