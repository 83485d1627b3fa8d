import Logging
import Persistence
import Time

extension JobQueue {
    /// Starts what can start, and says what changed; only while it is this caller's turn.
    @discardableResult
    func admit() async -> [String: Job] {
        guard phase == .open else { return [:] }
        do {
            let (changed, nextAttempt) = try await decide()
            for job in changed {
                feed.post(.state, job)
                if job.state == .running { launch(job) }
            }
            setAlarm(nextAttempt.map { $0 - clock.time() })
            return Dictionary(uniqueKeysWithValues: changed.map { ($0.id, $0) })
        } catch {
            logger.error("cannot start jobs", ["error": "\(error)"])
            setAlarm(Self.repairPause)
            return [:]
        }
    }

    private func decide() async throws -> (changed: [Job], nextAttempt: Moment?) {
        let time = clock.time()
        let own = executions.map { Admission.Holder(id: $0.key, claims: $0.value.claims) }.sorted { $0.id < $1.id }
        let others = await others(than: own)
        let admission = Admission(holders: own + others, room: concurrency - executions.count, now: time)
        return try await database.write { [kinds] connection in
            let table = JobTable(connection)
            var admission = admission
            var changed: [Job] = []
            var nextAttempt: Moment?
            for var job in try table.unfinishedJobs() where job.state != .running {
                guard let kind = kinds[job.type] else { continue }
                let decision = admission.decide(job, claims: kind.claims(job.repository))
                if job.notBefore > time { nextAttempt = min(nextAttempt ?? job.notBefore, job.notBefore) }
                if case .blocked(let id) = decision, others.contains(where: { $0.id == id }) {
                    let again = time + Self.outsiderPause
                    nextAttempt = min(nextAttempt ?? again, again)
                }
                guard try job.apply(decision, time: time) else { continue }
                try table.update(job)
                changed.append(job)
            }
            return (changed, nextAttempt)
        }
    }

    /// Who else holds something; what a job of this queue needs itself is held for it.
    private func others(than own: [Admission.Holder]) async -> [Admission.Holder] {
        await outsiders().map { Admission.Holder(id: $0.holder, claims: $0.claims) }
            .filter { other in !own.contains { $0.conflicts(with: other.claims) } }
    }

    /// Looks again for what can start when `pause` has passed.
    private func setAlarm(_ pause: Duration?) {
        alarm?.cancel()
        alarm = pause.map { pause in after(max(.zero, pause)) { await $0.alarmWentOff() } }
    }

    private func alarmWentOff() async {
        alarm = nil
        await turn.take()
        await admit()
        turn.pass()
    }

    /// Does something later, unless the task is cancelled before.
    func after(_ pause: Duration, _ body: @escaping @Sendable (JobQueue) async -> Void) -> Task<Void, Never> {
        Task { [clock] in
            guard (try? await clock.sleep(pause)) != nil else { return }
            await body(self)
        }
    }
}
