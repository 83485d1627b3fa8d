import CShims
import Glibc
import Synchronization

/// Whether a child has ended, and who waits for it; a thread of its own takes it away when it has.
final class ChildState: Sendable {
    typealias Ending = ChildProcess.Ending

    private struct State {
        var ending: Ending?
        var lastKey = 0
        var waiters: [Int: @Sendable (Ending?) -> Void] = [:]
        /// Who gave up before they waited.
        var impatient: Set<Int> = []
    }

    private let identifier: Int32
    private let state = Mutex(State())

    init(of identifier: Int32) {
        self.identifier = identifier
        NamedThread.start("child") { [self] in
            _ = pf_await_child(identifier)
            end()
        }
    }

    var ending: Ending? { state.withLock(\.ending) }

    /// The number is the child's own as long as it was not taken away, which the lock keeps back.
    func send(_ signal: Int32) {
        state.withLock { state in
            guard state.ending == nil else { return }
            kill(-identifier, signal)
        }
    }

    /// A name under which to wait once, and to give up.
    func newKey() -> Int {
        state.withLock { state in
            state.lastKey += 1
            return state.lastKey
        }
    }

    /// Calls `body` once: with the end, at once if it has come, or with `nil` after `giveUp(key)`.
    func whenEnded(_ key: Int, _ body: @escaping @Sendable (Ending?) -> Void) {
        let (isOver, ending) = state.withLock { state in
            let isOver = state.ending != nil || state.impatient.remove(key) != nil
            if !isOver { state.waiters[key] = body }
            return (isOver, state.ending)
        }
        if isOver { body(ending) }
    }

    func giveUp(_ key: Int) {
        let waiter = state.withLock { state in
            let waiter = state.waiters.removeValue(forKey: key)
            if waiter == nil, state.ending == nil { state.impatient.insert(key) }
            return waiter
        }
        waiter?(nil)
    }

    private func end() {
        let (ending, waiters) = state.withLock { state in
            var signal: Int32 = 0
            let status = pf_reap_child(identifier, &signal)
            let ending = signal == 0 ? Ending.status(status) : .signal(signal)
            state.ending = ending
            defer { state.waiters = [:] }
            return (ending, Array(state.waiters.values))
        }
        for waiter in waiters { waiter(ending) }
    }
}
