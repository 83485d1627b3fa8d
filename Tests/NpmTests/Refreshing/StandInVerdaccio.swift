import Crypto
import HTTPClient
import HTTPMessages
import HTTPServer
import JSON
import Logging
import Posix
import Reporting
import Synchronization
import TestSupport
import Testing
import Time
import Trees

@testable import Npm

/// Does over a storage what a Verdaccio does, and lies where it is told to.
final class StandInVerdaccio: Sendable {
    /// What it does when it is asked for something.
    enum Act: Sendable {
        /// Asks its upstream and stores what that says: for a tarball these bytes.
        case fetches(String = "")
        /// Answers as if, and stores nothing.
        case pretends
        /// Refuses.
        case refuses(Int, String)
        /// Refuses so often, then asks.
        case fails(times: Int, Int, String)
        /// Leaves a part of a tarball so often, then fetches these bytes.
        case breaksOff(times: Int, String)
    }

    private let side: StorageFixture
    private let acts: [String: Act]
    /// The only value of `Authorization` that it takes; anybody may ask where it is `nil`.
    private let authorization: String?
    private let counts = Mutex<[String: Int]>([:])

    /// What it does by path; anything else it does not know.
    init(_ side: StorageFixture, _ acts: [String: Act], authorization: String? = nil) {
        self.side = side
        self.acts = acts
        self.authorization = authorization
    }

    /// How often a path was asked for by HEAD.
    func count(_ path: String) -> Int { counts.withLock { $0[path] ?? 0 } }

    func answer(_ request: HTTPRequest) throws -> HTTPResponse {
        if let authorization, request.fields[HTTPFieldName("Authorization")] != authorization {
            return refusal(401, "who are you?")
        }
        let path = String(request.target.rawPath)
        let count = counts.withLock { counts in
            if request.method == .HEAD { counts[path, default: 0] += 1 }
            return counts[path] ?? 0
        }
        switch acts[path] {
        case nil: return refusal(404, "no such package available")
        case .pretends: return HTTPResponse(.ok)
        case .refuses(let status, let reason): return refusal(status, reason)
        case .fails(let times, let status, let reason) where count <= times: return refusal(status, reason)
        case .fails: return try fetch(path, "")
        case .fetches(let content): return try fetch(path, content)
        case .breaksOff(let times, let content):
            guard count <= times else { return try fetch(path, content) }
            try side.write(path.dropFirst().replacing("%2f", with: "/").replacing("/-/", with: "/") + ".tmp-7", "part")
            return HTTPResponse(.ok)
        }
    }

    private func fetch(_ path: String, _ content: String) throws -> HTTPResponse {
        let parts = path.dropFirst().replacing("%2f", with: "/").split(separator: "/-/")
        if parts.count > 1 {
            try side.write("\(parts[0])/\(parts[1])", content)
        } else {
            let now = WallClock.system.now().milliseconds
            try side.edit(String(parts[0])) { $0.set("_uplinks", "npmjs", ["etag": "x", "fetched": .integer(now)]) }
        }
        return HTTPResponse(.ok)
    }

    private func refusal(_ status: Int, _ reason: String) -> HTTPResponse {
        let body = JSONValue.object([("error", .string(reason))]).encoded()
        return HTTPResponse(HTTPStatus(status), body: .bytes(body))
    }

    /// Its server, which listens from now on.
    func server(at address: SocketAddress = .loopback(port: 0)) throws -> HTTPServer {
        let configuration = HTTPServerConfiguration(addresses: [address], limits: .patient)
        let logger = Logger(label: "http", sink: .none)
        return try HTTPServer(configuration, logger: logger) { [self] request in try answer(request) }
    }

    /// Runs it while `body` fills the storage through it; `patience` is how long a file is waited for.
    func serving(
        patience: Duration = .far,
        configuration: VerdaccioConfiguration? = nil,
        credentials: Credentials? = nil,
        at prefix: String = "",
        _ body: @Sendable (VerdaccioSupply) async throws -> Void
    ) async throws {
        let server = try server()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await server.run() }
            defer { tasks.cancelAll() }
            let registry = try #require(UpstreamAddress("http://\(server.addresses[0])\(prefix)"))
            var supply = side.supply(through: registry, patience: patience, configuration: configuration)
            supply.credentials = credentials
            try await body(supply)
        }
    }
}

extension StorageFixture {
    /// What fills this storage through a registry, with nobody waiting for anything unless `clock` says so.
    func supply(
        through registry: UpstreamAddress,
        patience: Duration = .far,
        configuration: VerdaccioConfiguration? = nil,
        validity: Duration = VerdaccioConfiguration.usualAge,
        clock: any Clock<Duration> = ImpatientClock()
    ) -> VerdaccioSupply {
        let start = ContinuousClock.now
        return VerdaccioSupply(
            registry: registry,
            client: HTTPClient(),
            documents: DocumentReader(collector),
            watch: StorageWatch(root: storage, layout: layout, patience: patience, clock: clock),
            configuration: configuration,
            breaker: RegistryBreaker(pause: .seconds(305), greatest: 2, clock: clock),
            outage: RegistryBreaker(pause: .seconds(5), greatest: 24, clock: clock),
            evidence: UpstreamEvidence(validity: validity) { ContinuousClock.now - start },
            reporter: .silent
        )
    }
}

/// A clock on which nobody waits: what sleeps goes on at once, after others had their turn.
final class ImpatientClock: Clock {
    typealias Instant = ContinuousClock.Instant

    private let count = Mutex(0)
    private let act: @Sendable (Int) throws -> Void

    /// `act` happens in place of each sleep, and is told which it is, from 1 on.
    init(_ act: @escaping @Sendable (Int) throws -> Void = { _ in }) { self.act = act }

    /// How often somebody slept.
    var sleeps: Int { count.withLock { $0 } }

    var now: Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        try act(
            count.withLock { count in
                count += 1
                return count
            }
        )
        await Task.yield()
    }
}
