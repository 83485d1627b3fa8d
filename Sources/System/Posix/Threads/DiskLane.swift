import Synchronization

/// Where one file system is asked, so that one that does not answer holds up nothing but those who need it.
///
/// Short calls are made where they are wanted, also on an event loop, for nearly all are answered from memory; a loop whose
/// thread has to wait all the same gets another one. From then on, until the file system is prompt again, its calls are
/// made by a few threads that are there for nothing else. Who would have to queue behind calls that do not come back is
/// refused.
package final class DiskLane: Sendable {
    private struct State {
        /// Since when each thread is at what it does.
        var running: [Int: Deadline] = [:]
        /// What refuses those who wait for a thread.
        var waiting: [Int: @Sendable () -> Void] = [:]
        var next = 0
        var isWatched = false
    }

    /// A call that comes back within this time was prompt.
    private static let promptness = Duration.milliseconds(5)
    /// More than this many do not queue.
    private static let longestQueue = 256

    /// How long what is waited for.
    struct Patience: Sendable {
        /// Once no thread has come back for so long, it is asked whether the file system answers at all.
        var suspicion = Duration.seconds(1)
        /// So long that question may take.
        var answer = Duration.milliseconds(500)
        /// How long somebody who does not want it any more waits for what runs for him.
        var grace = Duration.seconds(2)
    }

    /// A folder on the file system.
    package let path: AbsolutePath
    /// What its threads are called.
    package let name: String
    private let threads: Int
    private let patience: Patience
    private let state = Mutex(State())
    /// Calls on event loops that took too long and have not come back.
    private let overdue = Atomic<Int>(0)
    private let isSlow = Atomic(false)
    private let workers: PoolOnDemand
    private let probers: PoolOnDemand
    private let prober: Look<Void>

    /// Names a folder on it; the threads, of which there are so many, have that name, start when they are needed
    /// and end with the lane.
    package convenience init(_ path: AbsolutePath, name: String, threads: Int = 4) {
        self.init(path, name: name, threads: threads, patience: Patience()) {
            _ = try? Directory(opening: path).space()
        }
    }

    /// `ask` is a question that the file system answers unless it hangs.
    init(
        _ path: AbsolutePath,
        name: String,
        threads: Int,
        patience: Patience,
        asking ask: @escaping @Sendable () -> Void
    ) {
        self.path = path
        self.name = name
        self.threads = threads
        self.patience = patience
        workers = PoolOnDemand(threads: threads, name: name)
        let probers = PoolOnDemand(threads: 1, name: "\(name)?")
        self.probers = probers
        prober = Look(on: { probers.pool }) { ask() }
    }

    /// Makes a short call: at once where that holds up nobody, else on a thread of its own.
    ///
    /// Throws `DiskSilence` where the file system does not answer. Who is cancelled does not wait for the call.
    package func run<T: Sendable>(_ call: @escaping @Sendable () throws -> T) async throws -> T {
        if ThreadRole.mayBlock { return try call() }
        if !isSlow.load(ordering: .relaxed), let loop = EventLoop.current { return try loop.making(self, call) }
        return try await away(call)
    }

    /// Does longer work on a thread of its own; throws as `run` does.
    package func away<T: Sendable>(_ body: @escaping @Sendable () async throws -> T) async throws -> T {
        let outcome = Handover<T>()
        let silence = DiskSilence(path: path)
        let number = try await admit { outcome.give(.failure(silence)) }
        let task = Task(executorPreference: pool) { [self] in
            // Whoever was refused meanwhile has gone.
            guard let start = started(number) else { return }
            let result: Result<T, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            ended(number, start)
            outcome.give(result)
        }
        return try await withTaskCancellationHandler {
            try await outcome.value()
        } onCancel: {
            task.cancel()
            Task { [patience] in
                try? await Task.sleep(for: patience.grace)
                outcome.give(.failure(CancellationError()))
            }
        }
    }

    /// Whether the file system answers within so long; an answer that is no older than `age` will do.
    package func answers(within patience: Duration, noOlderThan age: Duration = .zero) async -> Bool {
        guard case .seen = await prober.value(noOlderThan: age, within: patience) else { return false }
        return true
    }

    /// The thread that finds out whether it answers: it may be the only one that waits.
    package var probing: BlockingPool { probers.pool }

    /// The threads that are there for nothing else.
    package var pool: BlockingPool { workers.pool }
}

extension DiskLane {
    /// A call on an event loop takes too long: others go elsewhere from now on.
    func wasLate() {
        overdue.add(1, ordering: .relaxed)
        isSlow.store(true, ordering: .relaxed)
    }

    /// Such a call has come back.
    func cameBack() { overdue.subtract(1, ordering: .relaxed) }

    /// Lets somebody queue, whom `refuse` tells that it is in vain; throws where too many do, or all threads are at calls
    /// that do not come back.
    private func admit(_ refuse: @escaping @Sendable () -> Void) async throws -> Int {
        if await isStuck() { throw DiskSilence(path: path) }
        let (number, isFirst) = state.withLock { state -> (Int?, Bool) in
            guard state.waiting.count < Self.longestQueue else { return (nil, false) }
            state.next += 1
            state.waiting[state.next] = refuse
            let isFirst = state.running.count >= threads && !state.isWatched
            if isFirst { state.isWatched = true }
            return (state.next, isFirst)
        }
        guard let number else { throw DiskSilence(path: path) }
        if isFirst { Task { await watch() } }
        return number
    }

    /// Whether all threads are at calls that do not come back, since the file system does not answer.
    private func isStuck() async -> Bool {
        let isDoubtful = state.withLock { state in
            let oldest = state.running.values.min() ?? .never
            return state.running.count >= threads && Deadline.now.elapsed(since: oldest) > patience.suspicion
        }
        guard isDoubtful else { return false }
        return await !answers(within: patience.answer)
    }

    /// Refuses those who queue once that is in vain, for as long as somebody does.
    private func watch() async {
        while state.withLock({ state in
            state.isWatched = !state.waiting.isEmpty
            return state.isWatched
        }) {
            try? await Task.sleep(for: max(patience.suspicion, .milliseconds(1)))
            guard await isStuck() else { continue }
            let waiting = state.withLock { state in
                defer { state.waiting = [:] }
                return state.waiting.values
            }
            waiting.forEach { $0() }
        }
    }

    /// When somebody who queued has got a thread; `nil` where he was refused before.
    private func started(_ number: Int) -> Deadline? {
        let now = Deadline.now
        return state.withLock { state in
            guard state.waiting.removeValue(forKey: number) != nil else { return nil }
            state.running[number] = now
            return now
        }
    }

    private func ended(_ number: Int, _ start: Deadline) {
        state.withLock { _ = $0.running.removeValue(forKey: number) }
        guard isSlow.load(ordering: .relaxed), overdue.load(ordering: .relaxed) <= 0 else { return }
        if Deadline.now.elapsed(since: start) <= Self.promptness { isSlow.store(false, ordering: .relaxed) }
    }
}

/// A file system that does not answer.
package struct DiskSilence: Error, Sendable, Equatable, CustomStringConvertible {
    /// A folder on it.
    package let path: AbsolutePath

    package init(path: AbsolutePath) { self.path = path }

    package var description: String { "\(path) does not answer" }
}
