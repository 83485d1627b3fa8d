import Logging
import Persistence

extension JobQueue {
    /// Takes up what an earlier process left, and starts what can start.
    ///
    /// What was running becomes `interrupted`; if its kind can go on, it is queued again with its cursor.
    package func start() async throws {
        await turn.take()
        defer { turn.pass() }
        precondition(phase == .new, "a queue is started once")
        let time = clock.time()
        let (recovered, newest) = try await database.write { [kinds, logs] connection in
            let table = JobTable(connection)
            let recovery = Recovery(table: table, kinds: kinds, time: time, logs: logs)
            return (try recovery.run(), try table.newestID())
        }
        ids = JobIDGenerator(after: newest)
        phase = .open
        for job in recovered {
            logger.info("recovered a job", ["job": job.id, "type": job.type, "state": job.state.rawValue])
            feed.post(.state, job)
        }
        await prune()
        await admit()
    }

    /// Stops the work of every job, waits for it at most until `deadline` has passed, and ends all streams.
    ///
    /// Jobs that ran become `interrupted`. Nothing can be asked of the queue afterwards but to read.
    package func stop(deadline: Duration) async {
        guard phase == .open else { return }
        await stopAll()
        await waitUntilIdle(deadline)
        for id in executions.keys.sorted() { await giveUp(id) }
        feed.close()
    }

    private func stopAll() async {
        phase = .stopping
        alarm?.cancel()
        // Whoever has the turn may be about to start a job.
        await turn.take()
        for id in executions.keys { stopWork(id, .stopping) }
        turn.pass()
    }

    private func waitUntilIdle(_ deadline: Duration) async {
        guard !executions.isEmpty else { return }
        let timer = after(deadline) { await $0.stopWaiting() }
        await withCheckedContinuation { idleWaiter = $0 }
        timer.cancel()
    }

    private func stopWaiting() { idleWaiter.take()?.resume() }
}
