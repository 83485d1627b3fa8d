import Glibc

/// State that threads share, and wait for until it is as they need it.
final class Monitor<State: Sendable>: @unchecked Sendable {
    /// Who is woken to look at the state again.
    enum Waking {
        case nobody, one, all
    }

    // Touched only while `mutex` is held.
    private var state: State
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Changes the state, and wakes those who wait for that.
    func change(waking: Waking = .all, _ body: (inout State) -> Void) {
        pthread_mutex_lock(mutex)
        body(&state)
        wake(waking)
        pthread_mutex_unlock(mutex)
    }

    /// Blocks the thread until the state is ready for `body`, and gives what that returns.
    func wait<T>(
        until isReady: (State) -> Bool,
        waking: Waking = .nobody,
        _ body: (inout State) throws -> T
    ) rethrows -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !isReady(state) { pthread_cond_wait(changed, mutex) }
        defer { wake(waking) }
        return try body(&state)
    }

    private func wake(_ waking: Waking) {
        switch waking {
        case .nobody: break
        case .one: pthread_cond_signal(changed)
        case .all: pthread_cond_broadcast(changed)
        }
    }
}
