import HTTPClient
import HTTPMessages
import JSON
import Logging
import Reporting
import Synchronization
import Time
import Trees

/// Fills a storage through the Verdaccio that it belongs to.
///
/// It is asked by HEAD: a Verdaccio then does all that it does for a GET, fetches and stores, and sends us nothing
/// (seen with 5.33.0 and 6.8.0). What it answers proves nothing: 200 is also said of a document that could not be
/// compared, and of a tarball that could not be saved. So the storage is looked at afterwards.
struct VerdaccioSupply: PackageSupply {
    let registry: RegistryAddress
    var credentials: Credentials? = nil
    /// The path of a file with certificates.
    var certificates: String? = nil
    let client: HTTPClient
    let documents: DocumentReader
    let watch: StorageWatch
    /// How it is configured, where that is known.
    var configuration: VerdaccioConfiguration? = nil
    let breaker: RegistryBreaker
    /// What that Verdaccio itself asks; `nil` where nobody said.
    var upstream: UpstreamRegistry? = nil
    let reporter: Reporter
    /// Whether its upstream was seen to answer since the refresh began.
    let proof = Proof()

    /// That upstream answered; what is not there then is truly not there.
    final class Proof: Sendable {
        private let isSeen = Mutex(false)

        var isGiven: Bool { isSeen.withLock { $0 } }
        func give() { isSeen.withLock { $0 = true } }
    }

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
        return judge(name, record, askedAt: answer.began)
    }

    /// Its storage keeps what its upstream took back.
    var comparison: UpstreamComparison? { upstream.map { .listing(of: $0) } }

    func supply(_ tarball: WantedTarball, of name: PackageName) async throws -> SuppliedTarball {
        let subject = "\(name)/\(tarball.file)"
        let answer = try await ask(registry.tarball(tarball.file, of: name), about: subject)
        guard answer.status != .notFound else { throw absence(of: subject, "is not there") }
        guard let size = try await watch.arrival(of: tarball.file, of: name) else { throw unsaved(subject, "it") }
        proof.give()
        return SuppliedTarball(size: size, source: registry.description)
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
    private func judge(_ name: PackageName, _ record: UplinkRecord, askedAt began: Moment) -> Revalidation {
        guard record.isForeign else { return .local }
        if let configuration, configuration.uplinks(of: name).isEmpty {
            return .stale(cause: Self.unasked, hint: Self.noProxy)
        }
        guard let fetched = record.fetched else {
            return .stale(cause: "was never compared with an upstream", hint: Self.staleHint)
        }
        let age = max(began - fetched, .zero)
        guard age > configuration?.maxAge(of: name) ?? VerdaccioConfiguration.usualAge else {
            proof.give()
            return .fresh
        }
        let cause = "was answered from the cache: upstream was last asked \(Self.words(age)) ago"
        return .stale(cause: cause, hint: Self.staleHint)
    }

    private static let staleHint =
        "Look into Verdaccio's log for the answer of its uplink; "
        + "where its configuration says maxage, it does not ask before that time is over"

    private static let unasked = "was answered from the cache: its Verdaccio has no uplink for it"
    private static let noProxy = "Name the uplink that it came from as proxy of its entry in packages"

    private static func words(_ age: Duration) -> String {
        let seconds = age.components.seconds
        if seconds < 120 { return "\(seconds) seconds" }
        if seconds < 7200 { return "\(seconds / 60) minutes" }
        return seconds < 172_800 ? "\(seconds / 3600) hours" : "\(seconds / 86_400) days"
    }

    private func absence(of subject: String, _ cause: String) -> SupplyError {
        guard proof.isGiven else {
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

// MARK: - asking

extension VerdaccioSupply {
    /// What came of a question.
    private struct Answer {
        let status: HTTPStatus
        /// When it was asked, by the clock of who answered and never later than that.
        let began: Moment
    }

    private static let attempts = 4

    /// Asks until there is an answer that means something: 2xx or 404.
    private func ask(_ url: String, about subject: String) async throws -> Answer {
        var failures = 0
        while true {
            do throws(SupplyError) {
                return try await askOnce(url, about: subject)
            } catch {
                failures += 1
                guard error.code == .unavailable, failures < Self.attempts else { throw error }
                try await pause(after: error, failures)
            }
        }
    }

    /// Waits until asking again makes sense, and throws the error itself where it never will.
    private func pause(after error: SupplyError, _ failures: Int) async throws {
        if error.cause.contains(Self.offline) {
            reporter.log(.warning, "\(registry) cannot reach its upstream: waiting", ["cause": error.cause])
            guard try await breaker.waitOut() else { throw error }
        } else {
            try await watch.clock.sleep(for: .milliseconds(200 << min(failures, 5)))
        }
    }

    /// What a Verdaccio says for five minutes after its upstream failed twice.
    private static let offline = "uplink is offline"

    private func askOnce(_ url: String, about subject: String) async throws(SupplyError) -> Answer {
        do {
            let started = ContinuousClock.now
            let answer = try await client.send(request(.HEAD, url))
            let took = ContinuousClock.now - started
            let status = answer.head.status
            guard (200..<300).contains(status.code) || status == .notFound else {
                let cause = "cannot be had: \(registry) answers \(status.code)\(try await reason(url))"
                let hint = "See what the log of that registry says"
                throw SupplyError(Self.code(of: status), subject, cause, hint: hint)
            }
            return Answer(status: status, began: began(answer.head.fields[.date], took))
        } catch let error as SupplyError {
            throw error
        } catch let error as HTTPClientError {
            let code: SupplyError.Code = error.isTransient ? .unavailable : .wrong
            let hint = "See that a registry answers at \(registry) (repositories.….registry)"
            throw SupplyError(code, subject, "cannot be had: \(error)", hint: hint)
        } catch {
            throw SupplyError(.wrong, subject, "was not asked for: \(error)", hint: "Start again")
        }
    }

    private static func code(of status: HTTPStatus) -> SupplyError.Code {
        status.code >= 500 || status == .requestTimeout || status == .tooManyRequests ? .unavailable : .wrong
    }

    /// The answer says when it ended, to the second.
    private func began(_ date: String?, _ took: Duration) -> Moment {
        let ended = date.flatMap(HTTPDate.init(parsing:)).map { Moment(seconds: $0.seconds) }
        return (ended ?? WallClock.system.now()) - (took + .seconds(1))
    }

    /// What the body of a refusal says, which HEAD does not bring.
    private func reason(_ url: String) async throws -> String {
        guard let answer = try? await client.send(request(.GET, url), limit: 64 << 10),
            let said = try? JSONValue(parsing: answer.body)["error"]?.stringValue
        else { return "" }
        return ": \(said)"
    }

    private func request(_ method: HTTPMethod, _ url: String) -> ClientRequest {
        var request = ClientRequest(method, url, fields: [.accept: "application/json"], idleTimeout: .seconds(120))
        request.credentials = credentials
        request.certificates = certificates
        return request
    }
}
