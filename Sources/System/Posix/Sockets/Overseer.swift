import Glibc
import Synchronization

/// Looks after event loops: one whose thread waits for a disk gets another thread, so that its sockets need not wait.
///
/// It is one thread for all loops, and rests while none of them makes calls that may wait.
final class Overseer: Sendable {
    static let shared = Overseer()

    /// A call may last for one such pause, and is found out within two.
    private static let pause: UInt32 = 10_000
    /// So many pauses without a call, and it rests.
    private static let patience = 100

    private let loops = Mutex<[EventLoop]>([])
    private let isResting = Atomic(false)
    /// Whether a call began while it rested.
    private let bell = Monitor(false)

    private init() { NamedThread.start("overseer") { [self] in watch() } }

    func watch(_ loop: EventLoop) { loops.withLock { $0.append(loop) } }

    func forget(_ loop: EventLoop) { loops.withLock { $0.removeAll { $0 === loop } } }

    /// Says that a call begins; its number was stored before.
    func note() {
        // Both sides store first and look then, so one of them sees the other.
        if isResting.load(ordering: .sequentiallyConsistent) { bell.change { $0 = true } }
    }

    private func watch() {
        var seen: [ObjectIdentifier: UInt64] = [:]
        var idle = 0
        while true {
            usleep(Self.pause)
            let (now, isStill) = look(seen)
            idle = isStill ? idle + 1 : 0
            seen = now
            guard idle >= Self.patience else { continue }
            rest(until: seen)
            idle = 0
        }
    }

    /// Takes loops over whose thread is in the same call as last time; says what each was doing, and whether that changed.
    private func look(_ seen: [ObjectIdentifier: UInt64]) -> ([ObjectIdentifier: UInt64], isStill: Bool) {
        var now: [ObjectIdentifier: UInt64] = [:]
        for loop in loops.withLock({ $0 }) {
            let key = ObjectIdentifier(loop)
            now[key] = loop.relieve(ifStillIn: seen[key])
        }
        return (now, now == seen)
    }

    /// Sleeps until a call begins.
    private func rest(until seen: [ObjectIdentifier: UInt64]) {
        isResting.store(true, ordering: .sequentiallyConsistent)
        let hasChanged = loops.withLock { $0 }.contains { seen[ObjectIdentifier($0)] != $0.callNumber }
        if !hasChanged { bell.wait(until: { $0 }) { $0 = false } }
        isResting.store(false, ordering: .sequentiallyConsistent)
    }
}
