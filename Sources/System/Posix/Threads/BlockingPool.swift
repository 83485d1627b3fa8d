import Synchronization

/// A fixed number of named threads for work that blocks: files, hashes, archives.
///
/// As a `TaskExecutor` it runs whole tasks (`Task(executorPreference:)`, `withTaskExecutorPreference`), so that the
/// cooperative pool, two threads on two cores, is never held up.
package final class BlockingPool: TaskExecutor {
    private let queue = Monitor(JobList())

    /// Starts `threads` threads, which end once nobody has the pool any more and all that was queued has run.
    ///
    /// A task that prefers the pool has it for as long as it lives.
    package init(threads: Int, name: String) {
        precondition(threads > 0, "a pool needs a thread")
        for _ in 0..<threads { NamedThread.start(name) { [queue] in Self.runAll(of: queue) } }
    }

    deinit { queue.change { $0.isClosed = true } }

    /// Queues a job of the runtime; the next free thread runs it.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.change(waking: .one) { $0.append(job, for: self) }
    }

    /// Runs `body` on one of the threads; cancelling the caller cancels it.
    package func run<T: Sendable>(_ body: @escaping @Sendable () async throws -> T) async throws -> T {
        let task = Task(executorPreference: self) { try await body() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Runs what comes until no more does.
    private static func runAll(of queue: Monitor<JobList>) {
        ThreadRole.becomeBlocking()
        while let (job, pool) = queue.wait(until: { !$0.isEmpty || $0.isClosed }, { $0.take() }) {
            // The job may let go of the pool, and be the last to do so.
            withExtendedLifetime(pool) { job.runSynchronously(on: pool.asUnownedTaskExecutor()) }
        }
    }
}

/// Jobs waiting for a thread, first in first out.
private struct JobList: Sendable {
    /// A job keeps its pool, or there might be no thread left for it.
    private var waiting: [(UnownedJob, BlockingPool)] = []
    private var next = 0
    /// Whether no more jobs come.
    var isClosed = false

    var isEmpty: Bool { next == waiting.count }

    mutating func append(_ job: UnownedJob, for pool: BlockingPool) { waiting.append((job, pool)) }

    mutating func take() -> (UnownedJob, BlockingPool)? {
        guard !isEmpty else { return nil }
        let job = waiting[next]
        next += 1
        if next == waiting.count || next > 1024 {
            waiting.removeFirst(next)
            next = 0
        }
        return job
    }
}

/// A pool whose threads start when they are first needed.
final class PoolOnDemand: Sendable {
    private let make: @Sendable () -> BlockingPool
    private let made = Mutex<BlockingPool?>(nil)

    init(threads: Int, name: String) { make = { BlockingPool(threads: threads, name: name) } }

    var pool: BlockingPool {
        made.withLock { made in
            let pool = made ?? make()
            made = pool
            return pool
        }
    }
}
