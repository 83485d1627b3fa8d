import CShims
import Glibc
import Synchronization

/// A fixed number of named threads for work that blocks: files, hashes, archives.
///
/// As a `TaskExecutor` it runs whole tasks (`Task(executorPreference:)`, `withTaskExecutorPreference`), so that the
/// cooperative pool, two threads on two cores, is never held up.
package final class BlockingPool: TaskExecutor {
    private let queue: JobList

    /// Starts `threads` threads, which end once nobody has the pool any more and all that was queued has run.
    ///
    /// A task that prefers the pool has it for as long as it lives.
    package init(threads: Int, name: String) {
        precondition(threads > 0, "a pool needs a thread")
        queue = JobList()
        for _ in 0..<threads { NamedThread.start(name) { [queue] in queue.runAll() } }
    }

    deinit { queue.close() }

    /// Queues a job of the runtime; the next free thread runs it.
    package func enqueue(_ job: consuming ExecutorJob) {
        queue.append(UnownedJob(job), for: self)
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
}

/// Jobs waiting for a thread, first in first out.
private final class JobList: @unchecked Sendable {
    // Every member is touched only while `mutex` is held.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// A job keeps its pool, or there might be no thread left for it.
    private var waiting: [(UnownedJob, BlockingPool)] = []
    private var next = 0
    private var isClosed = false

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    func append(_ job: UnownedJob, for pool: BlockingPool) {
        pthread_mutex_lock(mutex)
        waiting.append((job, pool))
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    /// Says that no more jobs come.
    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }

    /// Runs what comes until no more does.
    func runAll() {
        ThreadRole.becomeBlocking()
        while let (job, pool) = take() {
            // The job may let go of the pool, and be the last to do so.
            withExtendedLifetime(pool) { job.runSynchronously(on: pool.asUnownedTaskExecutor()) }
        }
    }

    private func take() -> (UnownedJob, BlockingPool)? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while next == waiting.count, !isClosed { pthread_cond_wait(changed, mutex) }
        guard next < waiting.count else { return nil }
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
