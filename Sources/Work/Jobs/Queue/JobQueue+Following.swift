import Logging
import Persistence

extension JobQueue {
    /// What is to follow a job whose work came to `result`, as the kinds of what follows want it.
    ///
    /// Takes no turn: a kind may look at disks.
    func prepareFollowers(of id: String, _ result: Result<JobResult, any Error>) async -> [PreparedFollower] {
        guard let execution = executions[id], case .success(let result) = result else { return [] }
        return await PreparedFollower.prepare(
            result.followers,
            on: execution.job.repository,
            among: kinds,
            log: execution.monitor.log
        )
    }

    /// The rows of what follows a job, but for what stands in the queue already: that takes along what this one did.
    ///
    /// Only while it is this caller's turn, in which nobody else adds a row.
    func newFollowers(_ followers: [PreparedFollower], of execution: Execution) async throws -> [Job] {
        var jobs: [Job] = []
        for follower in followers {
            let (id, time) = nextID()
            let job = Job(follower, after: execution.job, id: id, time: time)
            if follower.kind.isUnique, let other = try await unfinishedJob(like: job, besides: jobs) {
                execution.monitor.log(.info, "\(job.type) follows already", ["job": other])
            } else {
                execution.monitor.log(.info, "\(job.type) follows", ["job": id])
                jobs.append(job)
            }
        }
        return jobs
    }

    private func unfinishedJob(like job: Job, besides others: [Job]) async throws -> String? {
        if let other = others.first(where: { $0.type == job.type }) { return other.id }
        return try await database.read { try JobTable($0).unfinishedJob(job.type, job.repository)?.id }
    }
}
