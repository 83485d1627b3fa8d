import FoundationEssentials
package import HTTPServer
import Jobs
import Logging
package import Posix
import Time
import Transfer

/// The server process: one lock on the state, the job queue, and everything that answers at one address.
package final class Service: Sendable {
    /// What a running service holds in the folder of its state.
    package static var lockPath: RelativePath { get throws(PathError) { try RelativePath("serve.lock") } }

    let application: Application
    let logger: Logger
    private let lock: FileLock
    let jobs: JobQueue
    let schedules: Scheduler
    private let server: HTTPServer
    private let grace: Duration
    /// Who wants to be told how it is; `nil` where nobody does.
    let manager: ServiceManager?
    /// What reads the configuration again; `nil` where nothing can.
    let reloading: Reloading?

    /// Takes the state and binds the address; throws `ServiceError` when either belongs to somebody else.
    ///
    /// `grace` is how long running requests and jobs may take to end once it was asked to stop; `manager` is told how it
    /// is, and `reloading` reads the configuration again when that is asked for.
    package init(
        _ application: Application,
        limits: HTTPLimits = HTTPLimits(),
        grace: Duration = .seconds(20),
        manager: ServiceManager? = nil,
        reloading: Reloading? = nil
    ) throws {
        self.manager = manager
        self.reloading = reloading
        self.application = application
        logger = application.logger
        lock = try Self.lock(application.state)
        jobs = try Self.queue(application, kinds: application.jobKinds)
        let address = application.configuration.values.listen
        schedules = application.scheduler(of: jobs)
        let routes = try Routes(application, jobs: jobs, schedules: schedules, address: address)
        let configuration = HTTPServerConfiguration(addresses: [address], limits: limits)
        server = try Self.server(configuration, routes, logger, counting: application.traffic)
        self.grace = grace
    }

    /// Where it listens; the port is the real one where any was asked for.
    package var address: SocketAddress { server.addresses[0] }

    /// Serves until `stops` yields something or ends, then finishes what runs; reads its configuration again whenever
    /// `hangUps` yields something.
    package func run(
        until stops: AsyncStream<Int32> = Signals.terminations(),
        reloadingOn hangUps: AsyncStream<Int32> = Signals.hangUps()
    ) async throws {
        manager?.tell(.status("starting"))
        try await clean()
        try await jobs.start()
        try await schedules.start()
        try await application.pool.run { [application, address] in
            try ServerRecord(listening: address, at: application.clock.now()).save(in: application.state)
        }
        let site = application.configuration.values.site
        logger.info("listening", ["url": "http://\(address)", "site": site.name.string, "role": site.role.rawValue])
        let sampling = Task { await sampler.run() }
        let reporting = Task { [report] in if let report { await report.run() } }
        let rereading = Task { for await _ in hangUps { await reload() } }
        let beside = [sampling, reporting, rereading]
        defer { for task in beside { task.cancel() } }
        try await serve(until: stops)
        for task in beside { task.cancel() }
        for task in beside { await task.value }
        try await application.pool.run { [application] in try ServerRecord.remove(from: application.state) }
        withExtendedLifetime(lock) {}
        logger.info("stopped")
    }

    private var sampler: StorageSampler {
        StorageSampler(
            take: { [application, jobs] in
                try await application.noteStorage()
                jobs.noteChange(of: .storage)
            },
            clock: ContinuousClock(),
            logger: logger
        )
    }

    private func serve(until stops: AsyncStream<Int32>) async throws {
        let stopping = Task { [server, jobs, schedules, logger, manager, grace] in
            for await _ in stops { break }
            logger.info("stopping")
            manager?.tell(.stopping, .status("ending what runs"))
            await schedules.stop()
            async let queue: Void = jobs.stop(deadline: grace)
            await server.shutdown(deadline: grace)
            await queue
        }
        do {
            try await server.run()
        } catch {
            stopping.cancel()
            throw error
        }
        await stopping.value
    }

    /// Removes what an instance that was killed left half done.
    private func clean() async throws {
        try await application.artifacts.recover()
        try application.snapshots.removePartials()
        await application.recoverImports()
        for repository in application.repositories {
            do {
                try await repository.requireAnswer()
                try await repository.lane.away { try repository.open().existingFolder().map(Upload.removeAll) }
            } catch {
                // What recovering imports has just said of it is not said twice.
                logger.debug("no upload was removed", ["repository": repository.name, "reason": "\(error)"])
            }
        }
    }

    /// Takes a state for this process alone; throws `ServiceError` while a service has it.
    static func lock(_ state: Directory) throws -> FileLock {
        let path = try lockPath
        let holder = "process \(ProcessInfo.processInfo.processIdentifier)"
        guard let lock = try FileLock.acquire(path, in: state, holder: holder) else { throw try taken(state) }
        return lock
    }

    /// Throws `ServiceError` while a service has a state; asking takes nothing.
    static func requireFree(_ state: Directory) throws {
        guard try FileLock.isHeld(lockPath, in: state) else { return }
        throw try taken(state)
    }

    private static func taken(_ state: Directory) throws -> ServiceError {
        var holder = FileLock.holder(of: try lockPath, in: state)
        if let record = ServerRecord.load(from: state) { holder += " at \(record.url)" }
        return ServiceError.alreadyRunning(holder, state: state.path.string)
    }

    static func queue(_ application: Application, kinds: [JobKind]) throws -> JobQueue {
        JobQueue(
            database: application.database,
            kinds: kinds,
            logs: application.logs,
            pool: application.pool,
            retention: application.jobRetention,
            logger: application.logger,
            describe: { JobProblem(answering: $0) },
            outsiders: { await application.outsiders() },
            ended: application.jobTally.note
        )
    }

    private static func server(
        _ configuration: HTTPServerConfiguration,
        _ routes: Routes,
        _ logger: Logger,
        counting traffic: HTTPTraffic
    ) throws -> HTTPServer {
        do throws(SystemError) {
            return try HTTPServer(
                configuration,
                errors: routes.refusals,
                logger: logger,
                traffic: traffic,
                responder: routes.responder
            )
        } catch {
            throw ServiceError.cannotListen(at: "\(configuration.addresses[0])", error)
        }
    }
}
