import CShims
import Glibc

/// A fixed number of named threads for work that blocks: files, hashes, archives.
///
/// As a `TaskExecutor` it runs whole tasks (`Task(executorPreference:)`, `withTaskExecutorPreference`), so that the
/// cooperative pool, two threads on two cores, is never held up.
package final class BlockingPool: TaskExecutor {
    private let queue: JobList

    /// Starts `threads` threads; they live as long as the process.
    package init(threads: Int, name: String) {
        precondition(threads > 0, "a pool needs a thread")
        queue = JobList()
        for _ in 0..<threads { NamedThread.start(name) { [queue] in queue.runForever() } }
    }

    /// Queues a job of the runtime; the next free thread runs it.
    package func enqueue(_ job: consuming ExecutorJob) {
        queue.append(UnownedJob(job), executor: asUnownedTaskExecutor())
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
    private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [(UnownedJob, UnownedTaskExecutor)] = []
    private var next = 0

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(filled, nil)
    }

    func append(_ job: UnownedJob, executor: UnownedTaskExecutor) {
        pthread_mutex_lock(mutex)
        waiting.append((job, executor))
        pthread_cond_signal(filled)
        pthread_mutex_unlock(mutex)
    }

    func runForever() {
        ThreadRole.becomeBlocking()
        while true {
            let (job, executor) = take()
            job.runSynchronously(on: executor)
        }
    }

    private func take() -> (UnownedJob, UnownedTaskExecutor) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while next == waiting.count { pthread_cond_wait(filled, mutex) }
        let job = waiting[next]
        next += 1
        if next == waiting.count || next > 1024 {
            waiting.removeFirst(next)
            next = 0
        }
        return job
    }
}
