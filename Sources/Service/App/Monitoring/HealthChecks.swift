import API
import Crypto
import HTTPClient
import Jobs
import Persistence
import Posix
import SQLite
import Time
import Transfer
import Trees

/// What is looked at to know how the service is.
///
/// Each thing is looked at on a thread of its own file system, by one at a time, and not again within half a second. Nobody
/// waits for longer than `patience`: what has not answered by then does not pass, so that whatever hangs is known within a second, and fails after `slow`.
final class HealthChecks: Sendable {
    /// So old may be what is told.
    private static let age = Duration.milliseconds(500)
    /// What is silent for less may be no more than a machine that has much to do.
    private static let slow = Duration.seconds(2)
    /// So old may be a forecast, which is about days.
    private static let forecastAge = Duration.seconds(60)

    private let application: Application
    private let schedules: Scheduler?
    private let patience: Duration
    private let database: Look<Result<Duration, any Error>>
    private let queue: Look<Result<[JobState: Int], any Error>>
    private let late: Look<Result<[String], any Error>>
    private let key: Look<Health.Check?>
    /// When each file system will be full.
    private let forecast: Look<[API.DiskSpace]>

    /// Looks at what an application is made of; a service also has schedules that may be late.
    init(
        _ application: Application,
        jobs: JobQueue,
        schedules: Scheduler? = nil,
        patience: Duration = .milliseconds(400)
    ) {
        self.application = application
        self.schedules = schedules
        self.patience = patience
        let state: @Sendable () -> BlockingPool = { application.lanes.state.probing }
        database = Look(on: state) {
            let start = Deadline.now
            return await result {
                _ = try await application.database.read { try $0.fetchOne("SELECT 1") { $0.integer(0) } }
                return Deadline.now.elapsed(since: start)
            }
        }
        queue = Look(on: state) { await result { try await jobs.counts() } }
        late = Look(on: state) { await result { try await schedules?.late() ?? [] } }
        forecast = Look(on: state) { (try? await application.expectedSpaces()) ?? [] }
        key = Look(on: state) {
            do {
                return try application.signing().map {
                    Health.Check(name: "key", status: .pass, detail: "\($0.own.key.fingerprint) signs archives.")
                }
            } catch {
                return Health.Check(name: "key", failing: error)
            }
        }
    }

    /// Everything.
    func health() async -> Health {
        async let service = [checkDatabase(), checkQueue(), checkSchedules(), checkKey()]
        async let storages = checkStorages()
        async let disk = checkDisks()
        let exposures = Health.Check.exposures(of: application.configuration.values)
        let checks =
            await service.compactMap(\.self) + storages + [disk] + contacts + application.recovery.checks + exposures
        return Health(version: Version.current, checks: checks)
    }

    /// What must work before anything can be asked for.
    func readiness() async -> Health {
        async let database = checkDatabase()
        async let storages = checkStorages()
        return Health(version: Version.current, checks: await [database] + storages)
    }
}

extension HealthChecks {
    /// Whether the database answers in time.
    func databaseAnswers() async -> Bool { await checkDatabase().status < .fail }

    private func checkDatabase() async -> Health.Check {
        await check("database", database) { time in
            Health.Check(name: "database", status: .pass, detail: "It answers.").observing(time.milliseconds, "ms")
        }.of(.datastore)
    }

    private func checkQueue() async -> Health.Check? {
        await check("queue", queue) { counts in
            let waiting = counts[.queued, default: 0] + counts[.blocked, default: 0]
            let detail = "\(counts[.running, default: 0]) jobs run and \(waiting) wait."
            return Health.Check(name: "queue", status: .pass, detail: detail).observing(Int64(waiting), "jobs")
        }.of(.component)
    }

    private func checkSchedules() async -> Health.Check? {
        guard schedules != nil else { return nil }
        return await check("schedules", late) { late in
            let detail = late.isEmpty ? "None is late." : "Late: \(late.joined(separator: ", "))."
            let check = Health.Check(name: "schedules", status: late.isEmpty ? .pass : .warn, detail: detail)
            return check.observing(Int64(late.count), "schedules")
        }.of(.component)
    }

    /// Whether the key that signs can; nothing where there is none.
    private func checkKey() async -> Health.Check? {
        switch await key.value(noOlderThan: Self.age, within: patience) {
        case .seen(let check, let age): check?.of(.component).seen(at: application.clock.now() - age)
        case .silent(let duration, _): silence("key", duration).of(.component)
        }
    }

    private func checkStorages() async -> [Health.Check] {
        await application.disks.storages(noOlderThan: Self.age, within: patience).map { repository, sight in
            let name = "storage:\(repository.name)"
            let check =
                switch sight {
                case .seen(let seen, let age):
                    Health.Check(name: name, status: seen.status, detail: seen.detail).seen(at: moment(age))
                case .silent(let duration, _): silence(name, duration, at: repository.configuration.storage)
                }
            return check.of(.system, repository.name)
        }
    }

    private func checkDisks() async -> Health.Check {
        async let expected = forecast.value(noOlderThan: Self.forecastAge, within: patience).last ?? []
        var spaces = await application.disks.spaces(noOlderThan: Self.age, within: patience)
        let days = await Dictionary(expected.map { ($0.path, $0.fullInDays) }) { first, _ in first }
        for index in spaces.indices { spaces[index].fullInDays = days[spaces[index].path] ?? nil }
        let ranked = spaces.map { ($0.status, -$0.freeBytes, $0) }.max { ($0.0, $0.1) < ($1.0, $1.1) }
        guard let (status, _, worst) = ranked else {
            return Health.Check(name: "disk", status: .pass, detail: "There is none.").of(.system)
        }
        let check = Health.Check(name: "disk", status: status, detail: worst.sentence)
        return check.of(.system, worst.path).observing(worst.freeBytes, "bytes").seen(at: moment(.zero))
    }

    /// Whom we asked for something, as it was seen last: nobody is asked for this.
    private var contacts: [Health.Check] {
        application.contacts.map { contact in
            let check: Health.Check
            if let failed = contact.failed {
                let cause = "\(contact.origin) did not answer at \(failed.text(.seconds)): \(contact.cause ?? "")."
                check = Health.Check(name: "upstream", status: .warn, detail: cause).seen(at: failed)
            } else {
                let time = contact.answered ?? moment(.zero)
                let detail = "\(contact.origin) answered when it was asked last."
                check = Health.Check(name: "upstream", status: .pass, detail: detail).seen(at: time)
            }
            return check.of(.system, contact.origin)
        }
    }

    private func check<Value: Sendable>(
        _ name: String,
        _ look: Look<Result<Value, any Error>>,
        _ say: (Value) -> Health.Check
    ) async -> Health.Check {
        switch await look.value(noOlderThan: Self.age, within: patience) {
        case .seen(.success(let value), let age): say(value).seen(at: moment(age))
        case .seen(.failure(let error), let age): Health.Check(name: name, failing: error).seen(at: moment(age))
        case .silent(let duration, _): silence(name, duration)
        }
    }

    private func silence(_ name: String, _ duration: Duration, at path: AbsolutePath? = nil) -> Health.Check {
        let subject = path.map { "\($0)" } ?? "It"
        let detail =
            "\(subject) has not answered for \(duration.milliseconds) ms: what needs it waits or fails, all else goes on. "
            + "Look whether the machine or the disk that it lies on can be reached."
        let status: Health.Status = duration < Self.slow ? .warn : .fail
        return Health.Check(name: name, status: status, detail: detail).seen(at: moment(.zero))
    }

    private func moment(_ age: Duration) -> Moment { application.clock.now() - age }
}

extension Health.Check {
    /// What of the configuration lets others in, under a name that the page knows.
    static func exposures(of configuration: Configuration) -> [Health.Check] {
        configuration.warnings.map { Health.Check(name: "network", status: .warn, detail: $0).of(.system) }
    }
}

/// What came of an attempt, so that it can be kept.
private func result<Value: Sendable>(_ body: () async throws -> Value) async -> Result<Value, any Error> {
    do { return .success(try await body()) } catch { return .failure(error) }
}

extension Repository {
    /// Whether the storage can be opened and a package that was there still is: an empty mount point looks like one.
    func holds(_ package: String?) throws -> Bool {
        let tree = try open().tree
        return try package.map(tree.holds) ?? true
    }
}

extension Catalog {
    /// A package that was there when the tree was read last.
    func anyName() async throws -> String? {
        try await page(limit: 1).packages.first?.name
    }
}
