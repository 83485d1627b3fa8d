import Glibc

/// One stage of a pipeline of blocking work, on a thread of its own, fed through a bounded queue.
///
/// Elements arrive in the order they were put. Gates bound to the creating task (`FileOperation.gate`) hold on the
/// stage's thread too.
package final class Stage<Element: Sendable, Output: Sendable>: Sendable {
    private let queue: StageQueue<Element, Output>

    /// Starts the thread; `body` takes elements until there are no more and returns the stage's result.
    package init(
        _ name: String,
        capacity: Int,
        _ body: @escaping @Sendable (_ next: () -> Element?) throws -> Output
    ) {
        precondition(capacity > 0, "a stage needs room for an element")
        let queue = StageQueue<Element, Output>(capacity: capacity)
        self.queue = queue
        let gate = FileOperation.gate
        NamedThread.start(name) {
            FileOperation.$gate.withValue(gate) {
                queue.end(with: Result { try body { queue.take() } })
            }
        }
    }

    deinit { queue.closeInput() }

    /// Hands one element over, waiting while the queue is full; throws the stage's error once it has failed.
    ///
    /// Once the body has returned, of itself, elements are dropped.
    package func put(_ element: Element) throws { try queue.put(element) }

    /// Says that nothing more comes, waits for the stage and gives its result.
    package func finish() throws -> Output {
        queue.closeInput()
        return try queue.wait()
    }
}

/// The queue and the result of one stage.
private final class StageQueue<Element: Sendable, Output: Sendable>: @unchecked Sendable {
    // Every member is touched only while `mutex` is held.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let capacity: Int
    private var elements: [Element] = []
    private var closed = false
    private var result: Result<Output, any Error>?

    init(capacity: Int) {
        self.capacity = capacity
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    func put(_ element: Element) throws {
        try locked {
            while elements.count >= capacity, result == nil { pthread_cond_wait(changed, mutex) }
            if case .failure(let error) = result { throw error }
            if result == nil { elements.append(element) }
        }
    }

    func take() -> Element? {
        locked {
            while elements.isEmpty, !closed { pthread_cond_wait(changed, mutex) }
            return elements.isEmpty ? nil : elements.removeFirst()
        }
    }

    func closeInput() { locked { closed = true } }

    func end(with result: Result<Output, any Error>) {
        locked {
            self.result = result
            elements.removeAll()
        }
    }

    func wait() throws -> Output {
        try locked {
            while true {
                if let result { return try result.get() }
                pthread_cond_wait(changed, mutex)
            }
        }
    }

    private func locked<T>(_ body: () throws -> T) rethrows -> T {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        return try body()
    }
}
