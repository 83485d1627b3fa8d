import Logging
import Persistence

extension JobQueue {
    /// Tells the work of a job to stop, and gives it up if it does not.
    func stopWork(_ id: String, _ reason: Execution.StopReason) {
        guard var execution = executions[id], execution.stopReason == nil else { return }
        execution.stopReason = reason
        execution.work.cancel()
        // The end of the service has a deadline of its own.
        if reason != .stopping, let grace = execution.kind.cancelGrace {
            execution.timers.append(after(grace) { await $0.giveUp(id) })
        }
        executions[id] = execution
    }

    /// Writes what the work of a job came to and lets others take its place.
    func settle(_ id: String, _ result: Result<JobResult, any Error>) async {
        let followers = await prepareFollowers(of: id, result)
        // A full disk must not make a job that ended look as if it ran. While the service stops, nobody has the time;
        // the next start finds the job running and calls it interrupted.
        while !(await tryToSettle(id, result, followers)), phase == .open {
            try? await clock.sleep(Self.repairPause)
        }
        await prune()
    }

    private func tryToSettle(
        _ id: String,
        _ result: Result<JobResult, any Error>,
        _ followers: [PreparedFollower]
    ) async -> Bool {
        await turn.take()
        defer { turn.pass() }
        guard let execution = executions[id] else { return true }
        execution.endTimers()
        do {
            if execution.isGivenUp {
                try await endLate(execution)
            } else {
                let next = try await newFollowers(followers, of: execution)
                _ = try await end(execution, verdict(result, of: execution), next)
            }
        } catch {
            logger.error("cannot write that a job ended", ["job": id, "error": "\(error)"])
            return false
        }
        execution.monitor.close()
        executions[id] = nil
        if executions.isEmpty { idleWaiter.take()?.resume() }
        await admit()
        return true
    }

    private func verdict(_ result: Result<JobResult, any Error>, of execution: Execution) -> Verdict {
        Verdict(
            result,
            of: execution.kind,
            stopReason: execution.stopReason,
            attemptsLeft: execution.kind.maximumAttempts - execution.attemptsMade,
            describe: describe
        )
    }

    /// Gives up work that was told to stop and went on: the job ends, its claims stay held.
    func giveUp(_ id: String) async {
        await turn.take()
        defer { turn.pass() }
        guard let execution = executions[id], let reason = execution.stopReason, !execution.isGivenUp else { return }
        execution.monitor.log(.warning, "the work has not stopped in time: what it holds stays held until it has", [:])
        logger.warning("the work of a job does not stop", ["job": id, "type": execution.job.type])
        do {
            executions[id]?.job = try await end(execution, .givenUp(reason, execution.kind))
            executions[id]?.isGivenUp = true
        } catch {
            logger.error("cannot write that a job ended", ["job": id, "error": "\(error)"])
        }
    }

    private func end(_ execution: Execution, _ verdict: Verdict, _ followers: [Job] = []) async throws -> Job {
        let id = execution.job.id
        let report = execution.monitor.finish(verdict)
        let time = clock.time()
        let job = try await database.write { [kinds] connection in
            let table = JobTable(connection)
            var job = try table.job(id)
            try job.apply(verdict, report, of: execution.kind, time: time)
            try table.update(job)
            for follower in followers { try table.add(follower, kinds[follower.type], audited: "job-follow") }
            return job
        }
        logger.info("a job ended", ["job": id, "type": job.type, "state": job.state.rawValue])
        if job.state.isFinished { ended(job) }
        for job in [job] + followers { feed.post(.state, job) }
        // A schedule shows how the job ended that it started last.
        feed.post(changed: execution.kind.changes + (job.initiator.hasPrefix("schedule:") ? [.schedules] : []))
        return job
    }

    private func endLate(_ execution: Execution) async throws {
        execution.monitor.log(.info, "the work that was given up has ended", [:])
        let id = execution.job.id
        let bytes = execution.monitor.report().logBytes
        try await database.write { connection in
            let table = JobTable(connection)
            var job = try table.job(id)
            job.logBytes = bytes
            try table.update(job)
        }
    }
}
