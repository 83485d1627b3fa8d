import Crypto
import HTTPClient
import HTTPMessages
import HTTPServer
import JSON
import Logging
import Posix
import Synchronization
import TestSupport
import Time
import Trees

@testable import Npm

/// A registry on loopback that answers what a test lays into it.
final class LoopbackUpstream: Sendable {
    /// What is answered, by path.
    typealias Answers = [String: HTTPResponse]

    private struct State {
        var answers: Answers = [:]
        var requests: [String] = []
        var fields: [HTTPFields] = []
    }

    private let state = Mutex(State())

    /// The paths that were asked for, in order.
    var requests: [String] { state.withLock(\.requests) }
    /// The fields of the last request.
    var lastFields: HTTPFields { state.withLock { $0.fields.last ?? [:] } }

    /// Answers a path so from now on.
    func answer(_ path: String, _ response: HTTPResponse) { state.withLock { $0.answers[path] = response } }

    /// Offers a version of a package with its tarball, and gives the bytes of that.
    @discardableResult
    func publish(_ package: TestPackage, at url: String) -> [UInt8] {
        answer("/\(package.path)", package.response(at: url))
        for version in package.versions { answer("/\(package.path)/-/\(package.file(version))", .tarball(version)) }
        return package.versions.last.map { Array($0.utf8) } ?? []
    }

    private func respond(_ request: HTTPRequest) -> HTTPResponse {
        let answer = state.withLock { state in
            state.requests.append(String(request.target.rawPath))
            state.fields.append(request.fields)
            return state.answers[String(request.target.rawPath)]
        }
        guard let answer else { return HTTPResponse(.notFound, .json, Array("{}".utf8)) }
        let isKnown = answer.fields[.etag].map { $0 == request.fields[.ifNoneMatch] } ?? false
        return isKnown ? HTTPResponse(.notModified, fields: [.etag: answer.fields[.etag] ?? ""]) : answer
    }

    /// Runs it while `body` runs with it and its address.
    static func with(_ body: @Sendable (LoopbackUpstream, String) async throws -> Void) async throws {
        let upstream = LoopbackUpstream()
        let configuration = HTTPServerConfiguration(addresses: [.loopback(port: 0)], limits: .patient)
        let server = try HTTPServer(configuration, logger: Logger(label: "http", sink: .none)) { request in
            upstream.respond(request)
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await server.run() }
            defer { tasks.cancelAll() }
            try await body(upstream, "http://\(server.addresses[0])")
        }
    }
}

extension HTTPResponse {
    /// The tarball of a version in these tests: the version as text.
    fileprivate static func tarball(_ version: String) -> HTTPResponse {
        HTTPResponse(.ok, .octetStream, Array(version.utf8))
    }
}

/// A package as an upstream offers it.
struct TestPackage: Sendable {
    var name: String
    var versions: [String]
    var latest: String?
    var deprecated: Set<String> = []
    var etag: String?

    init(_ name: String, _ versions: String..., latest: String? = nil) {
        self.name = name
        self.versions = versions
        self.latest = latest
    }

    var path: String { name.replacing("/", with: "%2f") }

    func file(_ version: String) -> String { "\(name.split(separator: "/").last ?? "")-\(version).tgz" }

    func response(at url: String) -> HTTPResponse {
        var response = HTTPResponse(.ok, .json, packument(at: url))
        if let etag { response.fields[.etag] = etag }
        return response
    }

    func packument(at url: String) -> [UInt8] { document(at: url).encoded() }

    func document(at url: String) -> JSONValue {
        [
            "_id": .string(name), "name": .string(name),
            "dist-tags": ["latest": .string(latest ?? versions.last ?? "")],
            "versions": .object(versions.map { ($0, version($0, url)) }),
            "time": .object(
                [("created", "2020-01-01T00:00:00.000Z")] + versions.map { ($0, "2020-01-02T00:00:00.000Z") }
            ),
        ]
    }

    private func version(_ version: String, _ url: String) -> JSONValue {
        let bytes = Array(version.utf8)
        var members: [(String, JSONValue)] = [
            ("name", .string(name)), ("version", .string(version)),
            (
                "dist",
                [
                    "integrity": .string("sha512-\(SHA512.hash(bytes).base64)"),
                    "shasum": .string(SHA1.hash(bytes).hex),
                    "tarball": .string("\(url)/\(name)/-/\(file(version))"),
                ]
            ),
        ]
        if deprecated.contains(version) { members.append(("deprecated", "do not use")) }
        return .object(members)
    }
}

/// A storage that is filled from a loopback upstream.
struct FilledStorage: Sendable {
    let root: Directory
    let pull: PullThrough
    let filler: StorageFiller
    let upstream: UpstreamRegistry
    private let time: Mutexed

    /// The time of day, which stands still until it is moved.
    final class Mutexed: Sendable {
        let now = Mutex(Moment(seconds: 1_800_000_000))
    }

    /// `lead` is how far ahead the time is by which locks and what is left over are judged.
    init(
        _ url: String,
        in folder: AbsolutePath? = nil,
        credentials: Credentials? = nil,
        certificates: String? = nil,
        threshold: Int = 2,
        lead: Duration = .zero
    ) throws {
        root = try Directory.making(folder ?? AbsolutePath(TemporaryDirectory.current + "/storage"))
        guard let address = UpstreamAddress(url) else { throw Absent() }
        let time = Mutexed()
        self.time = time
        // Locks are as old as the system says, so they are judged by its time.
        let lock = PackumentLock(
            root: root,
            patience: .zero,
            clock: WallClock { WallClock.system.now() + lead },
            sleep: { _ in }
        )
        let clock = WallClock { time.now.withLock { $0 } }
        filler = StorageFiller(
            root: root,
            layout: StorageLayout(nil),
            lock: lock,
            uplink: "upstream",
            clock: clock,
            abandonedAfter: .seconds(3600) - lead
        )
        upstream = UpstreamRegistry(
            settings: UpstreamSettings(address: address, credentials: credentials, certificates: certificates),
            client: HTTPClient(),
            breaker: UpstreamBreaker(threshold: threshold, pause: .seconds(30)) {
                time.now.withLock { $0 } - Moment(seconds: 0)
            },
            policy: .never,
            environment: .system
        )
        pull = PullThrough(
            upstream,
            filler: filler,
            pool: BlockingPool(threads: 2, name: "filled"),
            logger: Logger(label: "npm", sink: .none),
            clock: clock
        )
    }

    func advance(by duration: Duration) { time.now.withLock { $0 = $0 + duration } }

    /// The document of a package as it lies there.
    func document(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: bytes("\(name)/package.json"))
    }

    func packument(_ name: String) throws -> Packument? { try filler.stored(PackageName(name)) }

    func bytes(_ path: String) throws -> [UInt8] {
        try root.open(RelativePath(path)).readAll(limit: 1 << 24)
    }

    func names(in folder: String) throws -> [String] {
        try root.subdirectory(RelativePath(folder)).entries().map(\.name).sorted()
    }

    /// What a refresh or a client would ask for.
    func wanted(_ name: String, _ version: String) throws -> WantedTarball {
        let packument = try packument(name)
        let dist = packument?.version(version)?.dist
        guard let packument, let dist, let address = packument.string(dist.tarball) else { throw Absent() }
        return WantedTarball(file: dist.file, address: address, integrity: packument.integrity(of: dist))
    }

    struct Absent: Error {}
}
