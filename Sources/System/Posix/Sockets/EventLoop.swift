import CShims
import Glibc
import Synchronization

/// One thread that waits for sockets and runs the tasks that use them.
///
/// Tasks prefer it as their executor (`Task(executorPreference:)`), so that what an event wakes runs on the thread
/// that saw the event. Work that blocks must not run here: it would hold up every connection of the loop.
package final class EventLoop: TaskExecutor, @unchecked Sendable {
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var turns: [UnsafeContinuation<Void, Never>] = []
        var isAsleep = false
        var isStopping = false
        var hasStopped = false
    }

    /// The sockets that are watched, by descriptor.
    private struct Watches: Sendable {
        private var entries: [(readiness: Readiness, generation: UInt32)?] = []
        private var generation: UInt32 = 0

        var all: [Readiness] { entries.compactMap { $0?.readiness } }

        mutating func add(_ descriptor: Int32, _ readiness: Readiness) -> UInt32 {
            let missing = Int(descriptor) + 1 - entries.count
            if missing > 0 { entries.append(contentsOf: repeatElement(nil, count: missing)) }
            generation &+= 1
            entries[Int(descriptor)] = (readiness, generation)
            return generation
        }

        mutating func remove(_ descriptor: Int32) { entries[Int(descriptor)] = nil }

        /// Whom an event is for; `nil` when the socket it is about was closed, and its number given away, meanwhile.
        func readiness(for event: Poller.Event) -> Readiness? {
            entries[Int(event.descriptor)].flatMap { $0.generation == event.generation ? $0.readiness : nil }
        }
    }

    private let poller: Poller
    private let inbox = Mutex(Inbox())
    private let watches = Mutex(Watches())
    private let population = Atomic<Int>(0)
    private let earliest = Atomic<Int64>(.max)
    /// The number of the call that may block: odd while the thread is in it.
    private let calls = Atomic<UInt64>(0)
    private let name: String
    // Touched by the thread alone that has the loop.
    private var local: [UnownedJob] = []
    private var batch: [UnownedJob] = []
    /// How many of the batch were begun.
    private var begun = 0
    private var lastSweep = Deadline(nanoseconds: 0)
    /// Which file system the call is about.
    private var lane: DiskLane?

    /// Jobs that run before the sockets are looked at again.
    private static let jobsPerTurn = 256
    /// Deadlines are looked at this often at most, and so may pass this much late.
    private static let sweepPause = Duration.milliseconds(20)

    /// Starts the thread, which lives until `stop`.
    ///
    /// From then on this process ignores SIGPIPE.
    package init(name: String) throws(SystemError) {
        pf_ignore_broken_pipes()
        poller = try Poller()
        self.name = name
        Overseer.shared.watch(self)
        NamedThread.start(name) { [self] in run() }
    }

    /// Takes jobs from any thread; those from the loop's own need no system call.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent { return local.append(job) }
        let hasStopped = inbox.withLock { inbox in
            if !inbox.hasStopped { inbox.jobs.append(job) }
            return inbox.hasStopped
        }
        // A task that outlives its loop ends on the cooperative pool rather than never.
        if hasStopped { globalConcurrentExecutor.enqueue(ExecutorJob(job)) } else { wakeIfAsleep() }
    }

    /// Lets the loop look at its sockets before the caller goes on, so that long work does not starve others.
    package func nextTurn() async {
        await withUnsafeContinuation { continuation in
            let hasStopped = inbox.withLock { inbox in
                if !inbox.hasStopped { inbox.turns.append(continuation) }
                return inbox.hasStopped
            }
            if hasStopped { continuation.resume() } else { wakeIfAsleep() }
        }
    }

    /// Ends the thread once nothing is left to run.
    package func stop() {
        inbox.withLock { $0.isStopping = true }
        poller.wake()
    }

    /// How many sockets it watches.
    package var load: Int { population.load(ordering: .relaxed) }

    private var isCurrent: Bool { ThreadRole.runs(self) }

    private func wakeIfAsleep() {
        let wasAsleep = inbox.withLock { inbox in
            defer { inbox.isAsleep = false }
            return inbox.isAsleep
        }
        if wasAsleep { poller.wake() }
    }
}

// MARK: - Sockets

extension EventLoop {
    func watch(_ descriptor: Int32, _ readiness: Readiness, for interest: Poller.Interest) throws(SystemError) {
        // Known before it is watched, so that its first event finds it.
        let generation = watches.withLock { $0.add(descriptor, readiness) }
        population.add(1, ordering: .relaxed)
        do {
            try poller.add(descriptor, generation: generation, for: interest)
        } catch {
            forget(descriptor)
            throw error
        }
    }

    /// Must come before the descriptor is closed, as its number may be given away at once.
    func unwatch(_ descriptor: Int32) {
        poller.remove(descriptor)
        forget(descriptor)
    }

    func note(_ deadline: Deadline) {
        let (before, _) = earliest.min(deadline.nanoseconds, ordering: .relaxed)
        if deadline.nanoseconds < before, !isCurrent { poller.wake() }
    }

    private func forget(_ descriptor: Int32) {
        watches.withLock { $0.remove(descriptor) }
        population.subtract(1, ordering: .relaxed)
    }
}

// MARK: - Calls that may block

extension EventLoop {
    /// The loop that runs on this thread.
    static var current: EventLoop? { ThreadRole.loop }

    /// Makes a call that may wait for a disk, which it nearly never does.
    ///
    /// If it takes longer than 20 ms, another thread takes the loop over and goes on with its other sockets; the caller
    /// goes on where it is once the call comes back. `lane` is told of it.
    func making<T, E: Error>(_ lane: DiskLane?, _ call: () throws(E) -> T) throws(E) -> T {
        // Whoever lost the loop is free to wait.
        guard isCurrent else { return try call() }
        self.lane = lane
        let number = calls.load(ordering: .relaxed) + 1
        calls.store(number, ordering: .sequentiallyConsistent)
        Overseer.shared.note()
        defer { leave(number, lane) }
        return try call()
    }

    private func leave(_ number: UInt64, _ lane: DiskLane?) {
        let isOver = calls.compareExchange(expected: number, desired: number + 1, ordering: .acquiringAndReleasing)
        guard !isOver.exchanged else { return }
        // Too late: from here on this thread is one like any other.
        ThreadRole.resign()
        lane?.cameBack()
    }

    /// The number of the present call, or of the next one less one.
    var callNumber: UInt64 { calls.load(ordering: .sequentiallyConsistent) }

    /// Gives the loop another thread if its own is still in the call of that number; says which number there is now.
    func relieve(ifStillIn seen: UInt64?) -> UInt64 {
        let number = callNumber
        guard number % 2 == 1, number == seen else { return number }
        // Whoever of the two changes the number first decides who has the loop from now on.
        let taken = calls.compareExchange(expected: number, desired: number + 1, ordering: .acquiringAndReleasing)
        guard taken.exchanged else { return taken.original }
        lane?.wasLate()
        NamedThread.start(name) { [self] in run() }
        return number + 1
    }
}

// MARK: - The thread

extension EventLoop {
    private func run() {
        ThreadRole.become(self)
        while collect() {
            runJobs()
            // Another thread has the loop now; this one has done what it was at, and ends.
            guard isCurrent else { return }
            poll()
            sweep()
        }
        ThreadRole.resign()
        Overseer.shared.forget(self)
    }

    /// Takes what other threads left; false when it is time to end.
    private func collect() -> Bool {
        let (turns, isOver) = inbox.withLock { inbox in
            local.append(contentsOf: inbox.jobs)
            inbox.jobs.removeAll(keepingCapacity: true)
            let turns = inbox.turns
            inbox.turns = []
            inbox.hasStopped = inbox.isStopping && !hasJobs && turns.isEmpty
            return (turns, inbox.hasStopped)
        }
        turns.forEach { $0.resume() }
        return !isOver
    }

    private var hasJobs: Bool { begun < batch.count || !local.isEmpty }

    /// A job may lose the loop to another thread, which goes on with the rest of the batch: nothing is touched after that.
    private func runJobs() {
        var count = 0
        while count < Self.jobsPerTurn, let job = nextJob() {
            count += 1
            job.runSynchronously(on: asUnownedTaskExecutor())
            guard isCurrent else { return }
        }
    }

    private func nextJob() -> UnownedJob? {
        if begun == batch.count {
            batch.removeAll(keepingCapacity: true)
            begun = 0
            guard !local.isEmpty else { return nil }
            swap(&local, &batch)
        }
        defer { begun += 1 }
        return batch[begun]
    }

    private func poll() {
        poller.wait(milliseconds: pause()) { event in
            watches.withLock { $0.readiness(for: event) }?.handle(event)
        }
        inbox.withLock { $0.isAsleep = false }
    }

    /// How long to wait for sockets: not at all while there is work, else until the next deadline.
    private func pause() -> Int32 {
        let mayWait = inbox.withLock { inbox in
            inbox.isAsleep = !hasJobs && inbox.jobs.isEmpty && inbox.turns.isEmpty && !inbox.isStopping
            return inbox.isAsleep
        }
        guard mayWait else { return 0 }
        let next = max(
            Deadline(nanoseconds: earliest.load(ordering: .relaxed)),
            lastSweep.advanced(by: Self.sweepPause)
        )
        guard earliest.load(ordering: .relaxed) != .max else { return -1 }
        let now = Deadline.now.nanoseconds
        guard next.nanoseconds > now else { return 0 }
        return Int32(clamping: (next.nanoseconds - now) / 1_000_000 + 1)
    }

    /// Ends the waits that are overdue.
    private func sweep() {
        guard earliest.load(ordering: .relaxed) != .max else { return }
        let now = Deadline.now
        guard now.nanoseconds >= earliest.load(ordering: .relaxed) else { return }
        guard now >= lastSweep.advanced(by: Self.sweepPause) else { return }
        lastSweep = now
        // Emptied first: a deadline noted from here on by another thread must not be overwritten.
        earliest.store(.max, ordering: .relaxed)
        let watched = watches.withLock { $0.all }
        let next = watched.map { $0.expire(now) }.min() ?? .never
        _ = earliest.min(next.nanoseconds, ordering: .relaxed)
    }
}
