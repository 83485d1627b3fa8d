package import JSON
import Logging
import Persistence

extension JobQueue {
    /// Makes a job and starts it when its turn comes.
    ///
    /// Throws `JobError`: `conflict`, naming the other, when a job of this type on this repository has not ended.
    package func enqueue(
        type: String,
        repository: String,
        parameters: JSONValue = [:],
        initiator: String,
        parentID: String? = nil
    ) async throws -> Job {
        await turn.take()
        defer { turn.pass() }
        let kind = try openKind(type)
        let job = newJob(kind, repository, parameters, initiator: initiator, parentID: parentID, attempt: 1)
        return try await add(job, action: "job-enqueue")
    }

    /// Makes a new job with the parameters of one that did not succeed.
    ///
    /// Throws `JobError`: `wrongState` when it succeeded or has not ended, `conflict` as `enqueue` does.
    package func retry(_ id: String, initiator: String) async throws -> Job {
        await turn.take()
        defer { turn.pass() }
        let parent = try await database.read { try JobTable($0).job(id) }
        guard parent.state.isRetryable else { throw JobError.wrongState(parent, cannot: "retried") }
        let job = newJob(
            try openKind(parent.type),
            parent.repository,
            parent.parameters,
            initiator: initiator,
            parentID: id,
            attempt: parent.attempt + 1
        )
        return try await add(job, action: "job-retry")
    }

    /// Cancels a job: at once while it waits; while it runs, its work is told to stop, and the job ends when it has.
    ///
    /// Throws `JobError` with the code `wrongState` when it has ended, or is in a step that cannot be left. Asking a
    /// second time changes nothing.
    package func cancel(_ id: String, initiator: String) async throws -> Job {
        await turn.take()
        defer { turn.pass() }
        guard phase == .open else { throw JobError.unavailable }
        let time = clock.time()
        let canStop = executions[id]?.monitor.isCancellable ?? true
        let job = try await database.write { connection -> Job? in
            let table = JobTable(connection)
            var job = try table.job(id)
            guard try job.requestCancel(time: time, canStop: canStop) else { return nil }
            try table.update(job)
            try AuditLog(connection).append(job, at: time, initiator: initiator, action: "job-cancel")
            return job
        }
        guard let job else { return try await self.job(id) }
        feed.post(.state, job)
        if job.state == .running { stopCancelled(job, initiator: initiator) }
        await admit()
        return shown(job)
    }

    private func openKind(_ type: String) throws -> JobKind {
        guard phase == .open else { throw JobError.unavailable }
        guard let kind = kinds[type] else { throw JobError.unknownType(type, known: kinds.keys.sorted()) }
        return kind
    }

    private func newJob(
        _ kind: JobKind,
        _ repository: String,
        _ parameters: JSONValue,
        initiator: String,
        parentID: String?,
        attempt: Int
    ) -> Job {
        let time = clock.time()
        return Job(
            id: ids.next(time: time),
            type: kind.name,
            repository: repository,
            parameters: parameters,
            initiator: initiator,
            parentID: parentID,
            createdAt: time,
            state: .queued,
            attempt: attempt,
            progress: .planned(kind.steps),
            counters: [:],
            result: [:],
            logBytes: 0,
            notBefore: time,
            firstAttempt: attempt
        )
    }

    private func add(_ job: Job, action: String) async throws -> Job {
        try await database.write { connection in
            let table = JobTable(connection)
            if let other = try table.unfinishedJob(job.type, job.repository) {
                throw JobError.conflict(job.type, job.repository, with: other.id)
            }
            try table.insert(job)
            try AuditLog(connection).append(job, at: job.createdAt, initiator: job.initiator, action: action)
        }
        feed.post(.state, job)
        return await admit()[job.id] ?? job
    }

    private func stopCancelled(_ job: Job, initiator: String) {
        executions[job.id]?.job = job
        executions[job.id]?.monitor.log(.info, "asked to cancel", ["initiator": initiator])
        stopWork(job.id, .cancelled)
    }
}

extension AuditLog {
    fileprivate func append(_ job: Job, at time: Int64, initiator: String, action: String) throws {
        let detail = "\(job.type) \(job.repository) \(JobJSON.text(job.parameters))"
        try append(at: time, initiator: initiator, action: action, subject: job.id, detail: detail)
    }
}
