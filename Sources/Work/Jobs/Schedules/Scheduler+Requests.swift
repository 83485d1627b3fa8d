import JSON
import Logging
import Persistence
package import Reporting
import Requests
import SQLite
package import Time

extension Scheduler {
    /// All schedules, by id; before the scheduler is started, as they will be then.
    package func schedules() async throws -> [Schedule] {
        let all = try await database.read { try ScheduleTable($0).all() }
        return isOpen ? all : try await reconciliation().applied(to: all)
    }

    /// One of them; throws `JobError` with the code `notFound`.
    package func schedule(_ id: String) async throws -> Schedule {
        guard let schedule = try await schedules().first(where: { $0.id == id }) else { throw JobError.noSchedule(id) }
        return schedule
    }

    /// The next times at which a schedule starts a job, at most `count`; none while it is paused, or where its zone is
    /// not known here.
    package func nextRuns(of schedule: Schedule, count: Int) async -> [Moment] {
        guard !schedule.isPaused, let first = schedule.nextRunAt,
            let zone = try? await rules(of: schedule.definition.timeZone)
        else { return [] }
        return schedule.definition.recurrence.times(from: first, count: count, in: zone)
    }

    /// Makes a schedule, or in a dry run says what it would be; throws what refuses its jobs.
    package func add(
        _ definition: ScheduleDefinition,
        isPaused: Bool,
        isDryRun: Bool = false,
        initiator: String
    ) async throws -> Schedule {
        let (definition, next) = try await checked(definition)
        await turn.take()
        defer { turn.pass() }
        let time = clock.time()
        let schedule = try await write(isDryRun) { connection in
            let table = ScheduleTable(connection)
            let all = try table.all()
            guard all.count < Self.greatestCount else { throw JobError.tooManySchedules(Self.greatestCount) }
            var ids = JobIDGenerator(after: all.last { !$0.isConfigured }?.id)
            let schedule = Schedule(
                id: ids.next(time: time),
                definition: definition,
                isConfigured: false,
                isPaused: isPaused,
                revision: 1,
                nextRunAt: isPaused ? nil : next
            )
            try table.save(schedule)
            try AuditLog(connection).append(schedule, at: time, initiator: initiator, action: "schedule-add")
            return schedule
        }
        await lookAgain()
        return schedule
    }

    /// Changes a schedule; one that stands in the configuration can only be paused and resumed.
    ///
    /// Throws `JobError` with the code `changed` where it is none that is `wanted`, or changed meanwhile, and `configured`.
    package func change(
        _ id: String,
        if isWanted: @escaping @Sendable (Schedule) -> Bool,
        isDryRun: Bool = false,
        initiator: String,
        _ change: @escaping @Sendable (Schedule) throws -> (ScheduleDefinition, isPaused: Bool)
    ) async throws -> Schedule {
        try await requireRows()
        let old = try await schedule(id)
        let (wanted, isPaused) = try change(old)
        guard wanted == old.definition || !old.isConfigured else { throw JobError.configured(old) }
        let (definition, next) = try await checked(wanted)
        await turn.take()
        defer { turn.pass() }
        let time = clock.time()
        let schedule = try await write(isDryRun) { connection in
            let table = ScheduleTable(connection)
            var schedule = try table.schedule(id)
            guard isWanted(schedule), schedule.revision == old.revision else { throw JobError.changed(schedule) }
            guard definition != schedule.definition || isPaused != schedule.isPaused else { return schedule }
            let keepsTime = definition.isAtSameTimes(as: schedule.definition) && !schedule.isPaused
            schedule.nextRunAt = isPaused ? nil : keepsTime ? schedule.nextRunAt : next
            (schedule.definition, schedule.isPaused) = (definition, isPaused)
            schedule.revision += 1
            try table.save(schedule)
            try AuditLog(connection).append(schedule, at: time, initiator: initiator, action: "schedule-change")
            return schedule
        }
        await lookAgain()
        return schedule
    }

    /// Removes a schedule; throws as `change` does.
    package func remove(
        _ id: String,
        if isWanted: @escaping @Sendable (Schedule) -> Bool,
        isDryRun: Bool = false,
        initiator: String
    ) async throws {
        try await requireRows()
        await turn.take()
        defer { turn.pass() }
        let time = clock.time()
        _ = try await write(isDryRun) { connection in
            let table = ScheduleTable(connection)
            let schedule = try table.schedule(id)
            guard !schedule.isConfigured else { throw JobError.configured(schedule) }
            guard isWanted(schedule) else { throw JobError.changed(schedule) }
            try table.delete(id)
            try AuditLog(connection).append(schedule, at: time, initiator: initiator, action: "schedule-remove")
            return schedule
        }
        await lookAgain()
    }

    /// A schedule of which a job could be started now; throws what would refuse it.
    package func runnable(_ id: String) async throws -> Schedule {
        let schedule = try await schedule(id)
        _ = try await checked(schedule.definition)
        return schedule
    }

    /// Starts a job of a schedule now, paused or not; its times stay as they are.
    package func run(_ id: String, initiator: String, under key: StartKey? = nil) async throws -> Job {
        try await enqueue(schedule(id), initiator: initiator, at: clock.time(), under: key)
    }

    /// The same by a command, where no service runs: `runner` does it at once.
    package func run(
        _ id: String,
        with runner: JobRunner,
        initiator: String,
        watcher: Reporter
    ) async throws -> String {
        try await requireRows()
        let (schedule, now) = (try await schedule(id), clock.time())
        try permit(schedule.definition)
        return try await runner.run(schedule, initiator: initiator, watcher: watcher, at: now)
    }

    /// A change that was only tried, and is taken back.
    private struct TakenBack: Error {
        let schedule: Schedule
    }

    /// Changes rows or, in a dry run, takes the change back once everything was checked.
    private func write(
        _ isDryRun: Bool,
        _ change: @escaping @Sendable (Connection) throws -> Schedule
    ) async throws -> Schedule {
        do {
            return try await database.write { connection in
                let schedule = try change(connection)
                if isDryRun { throw TakenBack(schedule: schedule) }
                return schedule
            }
        } catch let taken as TakenBack {
            return taken.schedule
        }
    }

    /// What the configuration says gets its rows, before the first of them is changed.
    private func requireRows() async throws {
        if !isOpen { try await adopt() }
    }

    /// What a definition becomes when its kind has looked at it, and when it first runs.
    private func checked(_ definition: ScheduleDefinition) async throws -> (ScheduleDefinition, Moment?) {
        let kind = try queue.kind(definition.type)
        try permit(definition)
        // What the kind completes is completed anew for every job; here it only has to find no fault.
        do {
            _ = try await kind.prepare(definition.parameters, definition.repository)
        } catch let refusal as RequestRefusal {
            throw refusal.within("parameters")
        }
        let zone = try await rules(of: definition.timeZone)
        return (definition, definition.recurrence.next(after: clock.time(), in: zone))
    }
}

extension AuditLog {
    /// Notes what was done to a schedule.
    func append(_ schedule: Schedule, at time: Moment, initiator: String, action: String) throws {
        let definition = schedule.definition
        let detail = "\(definition.type) \(definition.repository) \(definition.recurrence.sentence)"
        try append(at: time.milliseconds, initiator: initiator, action: action, subject: schedule.id, detail: detail)
    }
}
