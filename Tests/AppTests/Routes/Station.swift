import FoundationEssentials
import HTTPMessages
import HTTPServer
import JSON
import Jobs
import Logging
import Persistence
import Posix
import Reporting
import TestSupport
import Testing
import Time
import Transfer

@testable import App

/// An application over small storages in the test's folder, with a running queue and its routes, but no server.
struct Station: Sendable {
    let application: Application
    let jobs: JobQueue
    let schedules: Scheduler
    let routes: Routes
    private let respond: Responder

    /// Sets a station up with these repositories, each holding the same packages, and takes it down after `body`.
    ///
    /// `repository` is what their configuration says beside the storage.
    static func with(
        _ repositories: [String] = ["npm"],
        logger: Logger = Logger(label: "test", sink: .none),
        kinds: [JobKind]? = nil,
        settings: String = "",
        repository: String = "",
        clock: WallClock = .system,
        adapting adapt: (EffectiveConfiguration) -> EffectiveConfiguration = { $0 },
        _ body: (Station) async throws -> Void
    ) async throws {
        let application = try await application(
            repositories,
            logger: logger,
            settings: settings,
            repository: repository,
            clock: clock,
            adapting: adapt
        )
        let jobs = try Service.queue(application, kinds: kinds ?? application.jobKinds)
        try await jobs.start()
        let schedules = application.scheduler(of: jobs)
        try await schedules.start()
        let routes = try Routes(application, jobs: jobs, schedules: schedules, address: .loopback(port: 1))
        let station = Station(
            application: application,
            jobs: jobs,
            schedules: schedules,
            routes: routes,
            respond: routes.responder
        )
        do {
            try await body(station)
        } catch {
            try await station.end()
            throw error
        }
        try await station.end()
    }

    /// The application alone, its storages filled but not collected.
    static func application(
        _ repositories: [String],
        logger: Logger,
        settings: String = "",
        repository: String = "",
        clock: WallClock = .system,
        adapting adapt: (EffectiveConfiguration) -> EffectiveConfiguration = { $0 }
    ) async throws -> Application {
        let storages = repositories.map { "  \($0): { type: npm, storage: ./\($0)\(repository) }" }
        for name in repositories { try SampleStorage.write(to: "\(TemporaryDirectory.current)/\(name)") }
        let text = """
            listen: 127.0.0.1:0
            hosts: [packferry.example]
            \(settings)
            repositories:
            \(storages.joined(separator: "\n"))
            """
        return try await Application(adapt(ConfigurationFile.load(text)), logger: logger, clock: clock)
    }

    private func end() async throws {
        await schedules.stop()
        await jobs.stop(deadline: .far)
        try await application.database.close()
    }

    /// Reads a storage, so that the index knows what lies there.
    func collect(_ repository: String? = nil) async throws {
        _ = try await application.collect(
            application.repository(repository),
            deep: false,
            run: "test",
            reporter: .silent
        )
    }

    /// Sends a request into the routes.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        _ fields: HTTPFields = [:],
        body: [UInt8] = []
    ) async throws -> Answer {
        try Answer(await respond(HTTPRequest(method, RequestTarget(path), fields: fields, body: body)))
    }

    /// The same as it comes over a connection from there.
    func get(_ path: String, _ fields: HTTPFields = [:], from peer: String) async throws -> Answer {
        let address = SocketAddress(ip: peer, port: 40_000)
        return try Answer(await respond(HTTPRequest(.GET, RequestTarget(path), fields: fields, peer: address)))
    }

    func get(_ path: String, _ fields: HTTPFields = [:]) async throws -> Answer { try await send(.GET, path, fields) }

    /// Posts JSON, or nothing.
    func post(_ path: String, _ json: String? = nil) async throws -> Answer {
        guard let json else { return try await send(.POST, path) }
        return try await send(.POST, path, [.contentType: "application/json"], body: Array(json.utf8))
    }

    /// Posts JSON that starts a job, and waits for its end.
    func run(_ path: String, _ json: String? = nil) async throws -> Jobs.Job {
        let answer = try await post(path, json)
        #expect(answer.status == .accepted, "\(answer.text)")
        let id = try #require(answer.json["id"]?.stringValue)
        #expect(answer.fields[.location] == "/jobs/\(id)")
        return try await jobs.wait(id, timeout: .far)
    }

    /// Takes the lock of the only repository, as another process would.
    func lockRepository() throws -> FileLock {
        try application.repository(nil).open().folder().lock(holder: "test")
    }

    /// Collects, builds an artifact, and gives its id.
    func build() async throws -> String {
        let job = try await run("/jobs/diff-build", #"{"note":"first"}"#)
        return try #require(job.result["artifact"]?.stringValue, "\(job)")
    }
}

/// What came back.
struct Answer {
    let status: HTTPStatus
    let fields: HTTPFields
    let bytes: [UInt8]
    let response: HTTPResponse

    init(_ response: HTTPResponse) throws {
        self.response = response
        status = response.status
        fields = response.fields
        switch response.body {
        case .bytes(let bytes): self.bytes = bytes
        case .file(let part):
            var bytes = [UInt8](repeating: 0, count: Int(part.range.upperBound - part.range.lowerBound))
            let count = try part.file.descriptor.read(into: &bytes, at: part.range.lowerBound)
            self.bytes = Array(bytes[..<count])
        case .empty, .stream: bytes = []
        }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// The body as JSON; null when it is none.
    var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
    /// The code of the problem it is.
    var code: String? { json["code"]?.stringValue }
    /// The items of a page.
    var items: [JSONValue] { json["items"]?.arrayValue ?? [] }
}
