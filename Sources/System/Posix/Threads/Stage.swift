/// One stage of a pipeline of blocking work, on a thread of its own, fed through a bounded queue.
///
/// Elements arrive in the order they were put. Gates bound to the creating task (`FileOperation.gate`) hold on the
/// stage's thread too.
package final class Stage<Element: Sendable, Output: Sendable>: Sendable {
    private let queue: Monitor<StageQueue<Element, Output>>

    /// Starts the thread; `body` takes elements until there are no more and returns the stage's result.
    package init(
        _ name: String,
        capacity: Int,
        _ body: @escaping @Sendable (_ next: () -> Element?) throws -> Output
    ) {
        precondition(capacity > 0, "a stage needs room for an element")
        let queue = Monitor(StageQueue<Element, Output>(capacity: capacity))
        self.queue = queue
        let gate = FileOperation.gate
        NamedThread.start(name) {
            FileOperation.$gate.withValue(gate) {
                let result = Result { try body { queue.wait(until: \.canTake, waking: .all) { $0.take() } } }
                queue.change { $0.end(with: result) }
            }
        }
    }

    deinit { queue.change { $0.isClosed = true } }

    /// Hands one element over, waiting while the queue is full; throws the stage's error once it has failed.
    ///
    /// Once the body has returned, of itself, elements are dropped.
    package func put(_ element: Element) throws {
        try queue.wait(until: \.canPut, waking: .all) { queue throws in try queue.put(element) }
    }

    /// Says that nothing more comes, waits for the stage and gives its result.
    package func finish() throws -> Output {
        queue.change { $0.isClosed = true }
        return try queue.wait(until: \.isOver) { queue throws in try queue.output() }
    }
}

/// The queue and the result of one stage.
private struct StageQueue<Element: Sendable, Output: Sendable>: Sendable {
    private let capacity: Int
    private var elements: [Element] = []
    private var result: Result<Output, any Error>?
    /// Whether no more elements come.
    var isClosed = false

    init(capacity: Int) { self.capacity = capacity }

    var canPut: Bool { elements.count < capacity || isOver }
    var canTake: Bool { !elements.isEmpty || isClosed }
    var isOver: Bool { result != nil }

    mutating func put(_ element: Element) throws {
        if isOver { _ = try output() } else { elements.append(element) }
    }

    mutating func take() -> Element? { elements.isEmpty ? nil : elements.removeFirst() }

    mutating func end(with result: Result<Output, any Error>) {
        self.result = result
        elements.removeAll()
    }

    /// What the stage gave, which must be over.
    func output() throws -> Output {
        guard let result else { preconditionFailure("a stage that works has no result yet") }
        return try result.get()
    }
}
