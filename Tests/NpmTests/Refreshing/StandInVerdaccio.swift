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
    }

    private let side: StorageFixture
    private let acts: [String: Act]
    private let counts = Mutex<[String: Int]>([:])

    /// What it does by path; anything else it does not know.
    init(_ side: StorageFixture, _ acts: [String: Act]) {
        self.side = side
        self.acts = acts
    }

    /// How often a path was asked for by HEAD.
    func count(_ path: String) -> Int { counts.withLock { $0[path] ?? 0 } }

    func answer(_ request: HTTPRequest) throws -> HTTPResponse {
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

    /// Runs it while `body` fills the storage through it; `patience` is how long a file is waited for.
    func serving(
        patience: Duration = .far,
        configuration: VerdaccioConfiguration? = nil,
        _ body: @Sendable (VerdaccioSupply) async throws -> Void
    ) async throws {
        let listening = HTTPServerConfiguration(addresses: [.loopback(port: 0)], limits: .patient)
        let logger = Logger(label: "http", sink: .none)
        let server = try HTTPServer(listening, logger: logger) { [self] request in try answer(request) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await server.run() }
            defer { tasks.cancelAll() }
            let registry = try #require(RegistryAddress("http://\(server.addresses[0])"))
            try await body(supply(registry, patience, configuration))
        }
    }

    private func supply(
        _ registry: RegistryAddress,
        _ patience: Duration,
        _ configuration: VerdaccioConfiguration?
    ) -> VerdaccioSupply {
        VerdaccioSupply(
            registry: registry,
            client: HTTPClient(),
            documents: DocumentReader(side.collector),
            watch: StorageWatch(
                root: side.storage,
                layout: side.layout,
                patience: patience,
                clock: ImpatientClock()
            ),
            configuration: configuration,
            breaker: RegistryBreaker(pause: .seconds(305), clock: ImpatientClock()),
            reporter: .silent
        )
    }
}

/// A clock on which nobody waits: what sleeps goes on at once, after others had their turn.
struct ImpatientClock: Clock {
    typealias Instant = ContinuousClock.Instant

    var now: Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        await Task.yield()
    }
}
