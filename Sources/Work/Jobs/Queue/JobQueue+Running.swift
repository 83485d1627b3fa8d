import JSON
import Persistence
import Reporting

extension JobQueue {
    /// Starts what can start, and says what changed; only while it is this caller's turn.
    @discardableResult
    func admit() async -> [String: Job] {
        guard phase == .open else { return [:] }
        do {
            let (changed, nextAttempt) = try await decide()
            for job in changed {
                if job.state == .running { launch(job) }
                feed.post(.state, job)
            }
            setAlarm(nextAttempt.map { .milliseconds($0 - clock.time()) })
            return Dictionary(uniqueKeysWithValues: changed.map { ($0.id, $0) })
        } catch {
            logger.error("cannot start jobs", ["error": "\(error)"])
            setAlarm(Self.repairPause)
            return [:]
        }
    }

    private func decide() async throws -> (changed: [Job], nextAttempt: Int64?) {
        let time = clock.time()
        let holders = executions.map { Admission.Holder(id: $0.key, claims: $0.value.claims) }.sorted { $0.id < $1.id }
        let admission = Admission(holders: holders, room: concurrency - executions.count, now: time)
        return try await database.write { [kinds] connection in
            let table = JobTable(connection)
            var admission = admission
            var changed: [Job] = []
            var nextAttempt: Int64?
            for var job in try table.unfinishedJobs() where job.state != .running {
                guard let kind = kinds[job.type] else { continue }
                let decision = admission.decide(.init(job: job, claims: kind.claims(job.repository)))
                if decision == .wait, job.notBefore > time { nextAttempt = min(nextAttempt ?? .max, job.notBefore) }
                guard try job.apply(decision, time: time) else { continue }
                try table.update(job)
                changed.append(job)
            }
            return (changed, nextAttempt)
        }
    }

    /// Looks again for what can start when `pause` has passed.
    private func setAlarm(_ pause: Duration?) {
        alarm?.cancel()
        alarm = pause.map { pause in
            after(max(.zero, pause)) { queue in
                await queue.turn.take()
                await queue.admit()
                await queue.turn.pass()
            }
        }
    }

    private func launch(_ job: Job) {
        guard let kind = kinds[job.type] else { return }
        let monitor = JobMonitor(job, plan: kind.steps, clock: clock, log: JobLog(job.logPath, in: logs), feed: feed)
        let work = Self.work(kind, context(job, monitor), monitor, on: pool)
        var execution = Execution(
            job: job,
            kind: kind,
            claims: kind.claims(job.repository),
            monitor: monitor,
            work: work
        )
        execution.timers = timers(job, kind)
        executions[job.id] = execution
        // This task has no executor of its own: what it calls here must not wait for a thread of the pool.
        Task { await settle(job.id, await work.result) }
    }
}
