package import JSON
import Logging
import Persistence
import SQLite
import Time

extension JobQueue {
    /// Makes a job and starts it when its turn comes; what its kind makes of the parameters is what the row says.
    ///
    /// Under a key that a job was started under already, it is that job, as far as it is now.
    ///
    /// Throws what the kind refuses, and `JobError`: `conflict`, naming the other, when a job of this type on this repository has not ended;
    /// `notFound` when there is no such parent; `keyReused` when the key is that of another request.
    package func enqueue(
        type: String,
        repository: String,
        parameters: JSONValue = [:],
        initiator: String,
        parentID: String? = nil,
        under key: StartKey? = nil
    ) async throws -> Job {
        try await enqueue(
            type: type,
            repository: repository,
            parameters: parameters,
            initiator: initiator,
            parentID: parentID,
            under: key
        ) { _, _ in }
    }

    /// The same, with something else in the transaction that writes the job.
    func enqueue(
        type: String,
        repository: String,
        parameters: JSONValue,
        initiator: String,
        parentID: String? = nil,
        under key: StartKey? = nil,
        alongside: @escaping @Sendable (Connection, Job) throws -> Void
    ) async throws -> Job {
        let kind = try kind(type)
        let parameters = try await kind.prepare(parameters, repository)
        await turn.take()
        defer { turn.pass() }
        guard phase == .open else { throw JobError.unavailable }
        let (id, time) = nextID()
        return try await add(action: "job-enqueue", under: key, alongside: alongside) { table in
            if let parentID { _ = try table.job(parentID) }
            return Job(
                new: id,
                kind: kind,
                repository: repository,
                parameters: parameters,
                initiator: initiator,
                parentID: parentID,
                attempt: 1,
                time: time
            )
        }
    }

    /// Makes a new job with the parameters of one that did not succeed.
    ///
    /// Throws `JobError`: `wrongState` when it succeeded or has not ended, `conflict` as `enqueue` does.
    package func retry(_ parentID: String, initiator: String, under key: StartKey? = nil) async throws -> Job {
        await turn.take()
        defer { turn.pass() }
        guard phase == .open else { throw JobError.unavailable }
        let (id, time) = nextID()
        return try await add(action: "job-retry", under: key) { [kinds] table in
            let parent = try table.job(parentID)
            guard parent.state.isRetryable else { throw JobError.wrongState(parent, cannot: "retried") }
            guard let kind = kinds[parent.type] else { throw JobError.unknownType(parent.type, known: kinds.keys) }
            return Job(
                new: id,
                kind: kind,
                repository: parent.repository,
                parameters: parent.parameters,
                initiator: initiator,
                parentID: parentID,
                attempt: parent.attempt + 1,
                time: time
            )
        }
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
        if job.state == .running { stopCancelled(job, initiator: initiator) }
        feed.post(.state, shown(job))
        await admit()
        return shown(job)
    }

    /// The kind of that name; throws `JobError` with the code `unknownType`.
    package nonisolated func kind(_ type: String) throws(JobError) -> JobKind {
        guard let kind = kinds[type] else { throw JobError.unknownType(type, known: kinds.keys) }
        return kind
    }

    /// An id that no job has, and the present time.
    func nextID() -> (id: String, time: Moment) {
        let time = clock.time()
        return (ids.next(time: time), time)
    }

    private func add(
        action: String,
        under key: StartKey?,
        alongside: @escaping @Sendable (Connection, Job) throws -> Void = { _, _ in },
        _ make: @escaping @Sendable (JobTable) throws -> Job
    ) async throws -> Job {
        let (job, isNew) = try await database.write { [kinds] connection in
            let table = JobTable(connection)
            if let known = try key.flatMap(table.job(startedUnder:)) { return (known, false) }
            let job = try make(table)
            try table.add(job, kinds[job.type], audited: action)
            if let key { try table.note(key, of: job.id) }
            try alongside(connection, job)
            return (job, true)
        }
        guard isNew else { return shown(job) }
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
    /// Notes what was done to a job.
    func append(_ job: Job, at time: Moment, initiator: String, action: String) throws {
        // Whole lockfiles may be among the parameters; the row of the job has them.
        let detail = "\(job.type) \(job.repository) \(try JobJSON.text(job.parameters))".prefix(500)
        try append(at: time.milliseconds, initiator: initiator, action: action, subject: job.id, detail: String(detail))
    }
}
