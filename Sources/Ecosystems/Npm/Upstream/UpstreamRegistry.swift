import HTTPClient
import HTTPMessages
import JSON
import Posix
import Trees

/// The registry that a storage is filled from.
struct UpstreamRegistry: Sendable {
    /// What was said of a package.
    enum Answer: Sendable {
        /// It is as it was when the validator was given.
        case unchanged
        case document(Packument, Validator)
        /// There is no such package; the clause says how that was said.
        case absent(cause: String)
    }

    let settings: UpstreamSettings
    let client: HTTPClient
    let breaker: UpstreamBreaker
    let policy: RetryPolicy
    let environment: RetryEnvironment

    /// Bytes of a document that anybody may hold; what is larger comes one at a time.
    static let small = 2 << 20
    /// No package of the public registry comes near.
    static let largestTarball: Int64 = 4 << 30

    var address: UpstreamAddress { settings.address }

    /// Throws `UpstreamError` when nobody answers at all; whatever is answered says that somebody does.
    func requireReachable() async throws {
        do {
            _ = try await client.fetch(request("\(address)/-/ping"), limit: 64 << 10, retrying: policy, in: environment)
        } catch let error as HTTPClientError where error.code != .tooLarge {
            throw UpstreamError("\(address)", "does not answer: \(error.cause)", hint: Self.hint(error))
        }
        breaker.succeeded()
    }

    /// Asks for the whole packument of a package, if it is another one than the validator is of.
    ///
    /// `place` is held from then on where the document is large. Throws `SupplyError`.
    func packument(
        _ name: PackageName,
        unless known: Validator?,
        accepting form: String = "application/json",
        in place: LanePlace
    ) async throws -> Answer {
        var request = request(address.packument(name))
        request.fields[.accept] = form
        request.takesGzip = true
        if let known { request.revalidate(known) }
        let asked = request
        return try await guarded(name.string) {
            try await client.fetch(asked, retrying: policy, in: environment) { head, body in
                try await answer(head, body, name, asked.url, place)
            }
        }
    }

    /// Asks which versions of a package there are, and which of them are deprecated; `lane` is for what is large.
    ///
    /// Throws `SupplyError`.
    func listing(of name: PackageName, in lane: ByteLane) async throws -> Answer {
        let place = LanePlace(lane)
        defer { place.giveBack() }
        do {
            return try await packument(name, unless: nil, accepting: Self.short, in: place)
        } catch let error as SupplyError where error.code == .wrong {
            // The short form of a package that was unpublished says nothing of that.
            return try await packument(name, unless: nil, in: place)
        }
    }

    /// The form that has what installing needs, and is a tenth of the whole.
    private static let short = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8"

    /// Fetches a tarball into a file.
    ///
    /// Throws `SupplyError` unless all of it has come.
    func tarball(
        _ subject: String,
        at url: String,
        to target: DownloadTarget,
        on pool: BlockingPool
    ) async throws -> Download {
        let download = try await guarded(subject) {
            try await client.download(request(url), to: target, on: pool, retrying: policy, in: environment)
        }
        guard download.digest != nil else { throw refusal(download.head, subject, url) }
        return download
    }

    private func request(_ url: String) -> ClientRequest {
        var request = ClientRequest(.GET, url, idleTimeout: .seconds(30))
        request.slowest = 1000
        request.redirects = 5
        request.certificates = settings.certificates
        // Tarballs may lie with others, who are not told who asks.
        if address.isAbove(url) { request.credentials = settings.credentials }
        return request
    }

    private func answer(
        _ head: ClientResponseHead,
        _ body: ResponseBody,
        _ name: PackageName,
        _ url: String,
        _ place: LanePlace
    ) async throws -> Answer {
        switch head.status {
        case .notModified: return .unchanged
        case .notFound, .gone: return .absent(cause: "\(address) answers \(head.status.code)")
        case .ok:
            let bytes = try await collect(body, url, place)
            return try PackumentAnswer(name, head, bytes, from: address).judged()
        default: throw refusal(head, name.string, url)
        }
    }

    private func collect(_ body: ResponseBody, _ url: String, _ place: LanePlace) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await body.next() {
            guard bytes.count + piece.count <= PackumentLimits.stored.bytes else {
                throw HTTPClientError(.tooLarge, url: url, cause: "is over \(PackumentLimits.stored.bytes >> 20) MiB")
            }
            if bytes.count + piece.count > Self.small { await place.take() }
            bytes += piece
        }
        return bytes
    }

    /// Asks unless nobody has answered lately, and says in our words what came of it.
    private func guarded<Value>(_ subject: String, _ ask: () async throws -> Value) async throws -> Value {
        if let wait = breaker.refusal() {
            let cause = "was not asked for: \(address) has not answered several times; next try in \(wait.inSeconds)"
            throw SupplyError(.away, subject, cause, hint: Self.unavailableHint)
        }
        do {
            let value = try await ask()
            breaker.succeeded()
            return value
        } catch let error as HTTPClientError {
            if error.isTransient { breaker.failed() } else { breaker.succeeded() }
            throw SupplyError(Self.code(of: error), subject, "could not be had: \(error)", hint: Self.hint(error))
        }
    }

    private static func code(of error: HTTPClientError) -> SupplyError.Code {
        if error.code == .unreachable { return .away }
        return error.isTransient || error.code == .tls ? .unavailable : .wrong
    }

    private static let unavailableHint = "See that the upstream answers, then try again"

    private static func hint(_ error: HTTPClientError) -> String {
        switch error.code {
        case .tls: "If its certificate is of your own authority, name that as ca"
        case .tooLarge: "Leave it to a Verdaccio, or ask upstream why it is so large"
        case .redirect: "Name the address that it redirects to as upstream"
        default: unavailableHint
        }
    }

    private func refusal(_ head: ClientResponseHead, _ subject: String, _ url: String) -> SupplyError {
        let cause = "could not be had: \(url) answers \(head.status)"
        switch head.status {
        case .notFound, .gone: return SupplyError(.gone, subject, cause, hint: "Nothing can be done here")
        case .unauthorized, .forbidden:
            return SupplyError(.unavailable, subject, cause, hint: "Check upstream_auth")
        default:
            return SupplyError(.unavailable, subject, cause, hint: Self.unavailableHint)
        }
    }
}

extension Duration {
    /// For people: `30 s`.
    fileprivate var inSeconds: String { "\(max(1, components.seconds)) s" }
}

extension UpstreamAddress {
    /// Whether an address lies beneath this one.
    func isAbove(_ url: String) -> Bool { url.hasPrefix("\(self)/") }
}
