import JSON
import Logging
import Persistence
import Posix
import SQLite
import Time

extension Scheduler {
    /// Starts a job of every schedule that is due, and gives the moment at which the next one is.
    func startDue() async throws -> Moment? {
        var first: Moment?
        for schedule in try await database.read({ try ScheduleTable($0).all() }) where !schedule.isPaused {
            guard let next = try await advance(schedule) else { continue }
            first = min(first ?? next, next)
        }
        return first
    }

    /// Starts a job if it is time for one; gives the moment at which it is next.
    private func advance(_ schedule: Schedule) async throws -> Moment? {
        let now = clock.time()
        guard let zone = try await zone(of: schedule) else { return nil }
        switch DueRun(schedule, at: now, in: zone) {
        case .never: return nil
        case .wait(let moment):
            guard moment != schedule.nextRunAt else { return moment }
            try await write(schedule.id) { $0.nextRunAt = moment }
            return moment
        case .start(let missed, let next):
            try await start(schedule, at: now, missed: missed, next: next)
            return next
        }
    }

    /// The rules of its zone; `nil` where the machine does not know it any more.
    private func zone(of schedule: Schedule) async throws -> ZoneRules? {
        do {
            return try await rules(of: schedule.definition.timeZone)
        } catch let error as CancellationError {
            throw error
        } catch {
            logger.error("a schedule cannot run", ["schedule": schedule.id, "reason": "\(error)"])
            return nil
        }
    }

    /// The rules of a zone, read where that may block.
    func rules(of zone: String) async throws -> ZoneRules {
        try await pool.run { [zones] in try zones.zone(zone) }
    }

    private func start(_ schedule: Schedule, at now: Moment, missed: Int, next: Moment?) async throws {
        if missed > 0 {
            logger.warning(
                "runs of a schedule were missed: one job stands for all of them",
                ["schedule": schedule.id, "missed": missed < DueRun.counted ? "\(missed)" : "\(missed) or more"]
            )
        }
        do {
            _ = try await enqueue(schedule, initiator: schedule.initiator, at: now) { $0.nextRunAt = next }
        } catch let error as JobError where error.code == .unavailable {
            // The service ends: the next start finds this run missed.
            logger.info("a schedule is due and waits for the next start", ["schedule": schedule.id])
        } catch  where error is SQLiteError || error is PersistenceError {
            throw error
        } catch {
            let skip = Schedule.Skip(at: now, reason: (error as? JobError)?.cause ?? "\(error)")
            logger.warning("a schedule starts nothing", ["schedule": schedule.id, "reason": skip.reason])
            try await write(schedule.id) {
                $0.nextRunAt = next
                $0.lastSkip = skip
            }
        }
    }

    /// Makes the job of a schedule, and notes it in the same transaction.
    func enqueue(
        _ schedule: Schedule,
        initiator: String,
        at now: Moment,
        under key: StartKey? = nil,
        _ change: @escaping @Sendable (inout Schedule) -> Void = { _ in }
    ) async throws -> Job {
        let definition = schedule.definition
        try permit(definition)
        let job = try await queue.enqueue(
            type: definition.type,
            repository: definition.repository,
            parameters: definition.parameters,
            initiator: initiator,
            under: key
        ) { connection, job in
            let table = ScheduleTable(connection)
            var schedule = try table.schedule(schedule.id)
            change(&schedule)
            schedule.lastRunAt = now
            schedule.lastJob = job.id
            try table.save(schedule)
        }
        queue.noteChange(of: .schedules)
        logger.info("a schedule started a job", ["schedule": schedule.id, "job": job.id, "type": job.type])
        return job
    }

    private func write(_ id: String, _ change: @escaping @Sendable (inout Schedule) -> Void) async throws {
        try await database.write { connection in
            let table = ScheduleTable(connection)
            var schedule = try table.schedule(id)
            change(&schedule)
            try table.save(schedule)
        }
    }
}
