import Posix
import Time

/// What becomes of the jobs that an earlier process left unfinished.
struct Recovery {
    // A job that brings the whole service down must not do so for ever.
    private static let idleResumes = 3

    let table: JobTable
    let kinds: [String: JobKind]
    let time: Moment
    let logs: Directory

    /// Settles all of them and says what changed, oldest first.
    func run() throws -> [Job] {
        var changed: [String: Job] = [:]
        for job in try table.unfinishedJobs() { if let job = try settle(job) { changed[job.id] = job } }
        for job in try table.interruptedJobs() { if let job = try resume(job) { changed[job.id] = job } }
        return changed.values.sorted { $0.id < $1.id }
    }

    /// Settles those that ran, and leaves what waits to a service.
    ///
    /// One that has just begun may belong to a service that has not opened its log yet.
    func settleRunning() throws {
        for job in try table.unfinishedJobs() where job.state == .running {
            guard let startedAt = job.startedAt, time - startedAt > JobQueue.startingTime else { continue }
            _ = try settle(job)
        }
    }

    /// A running job was interrupted, or cancelled if somebody had asked for it; one whose kind is gone cannot run.
    private func settle(_ old: Job) throws -> Job? {
        var job = old
        if job.state == .running {
            guard !JobLog.isHeld(of: job.id, in: logs) else { return nil }
            let wasCancelled = job.cancelRequestedAt != nil
            try job.breakOff(wasCancelled ? .cancelled : .interrupted, at: JobLog.lastWord(of: job, in: logs) ?? time)
        } else if kinds[job.type] == nil {
            try job.end(.cancelled, time: time)
            job.problem = .kindIsGone(job.type)
        } else {
            return nil
        }
        try table.update(job)
        return job
    }

    /// Takes a job up again whose kind can go on, unless it comes no further or its place is taken.
    private func resume(_ old: Job) throws -> Job? {
        guard let kind = kinds[old.type], kind.isResumable, old.idleResumes < Self.idleResumes else { return nil }
        guard try table.unfinishedJob(old.type, old.repository) == nil else { return nil }
        var job = old
        try job.waitAgain(.queued, kind, time: time)
        job.idleResumes += 1
        try table.update(job)
        return job
    }
}
