import Synchronization

/// What was last seen of something that may be slow to look at, or may never answer.
///
/// One looks at a time, however many want to know, and nobody waits for longer than he likes.
package final class Look<Value: Sendable>: Sendable {
    /// What somebody is told who wants to know.
    package enum Sight: Sendable {
        /// What was seen, and how long ago.
        case seen(Value, age: Duration)
        /// The look that goes on now has not come back for so long; what the one before saw, and how long ago.
        case silent(for: Duration, last: (Value, age: Duration)?)
    }

    private struct State {
        var last: (value: Value, at: Deadline)?
        /// Since when somebody looks.
        var running: Deadline?
        var waiting: [Int: Handover<Void>] = [:]
        var next = 0
    }

    private let state = Mutex(State())
    private let pool: @Sendable () -> BlockingPool
    private let body: @Sendable () async -> Value

    /// Looks by `body`, on a thread of `pool`, which is asked for only then.
    package init(
        on pool: @escaping @Sendable () -> BlockingPool,
        _ body: @escaping @Sendable () async -> Value
    ) {
        self.pool = pool
        self.body = body
    }

    /// What is seen: what is no older than `age`, else what a look shows that comes back within `patience`.
    package func value(noOlderThan age: Duration, within patience: Duration) async -> Sight {
        let asked = Deadline.now
        if let known = state.withLock({ begin(&$0, age, asked) }) { return known }
        await wait(for: patience)
        let (last, running) = state.withLock { ($0.last, $0.running) }
        return Self.sight(last, running, since: asked)
    }

    /// What was last seen, without a look.
    package var last: (value: Value, age: Duration)? {
        state.withLock { state in state.last.map { ($0.value, Deadline.now.elapsed(since: $0.at)) } }
    }

    /// Begins a look unless what is known is new enough, or somebody looks already.
    private func begin(_ state: inout State, _ age: Duration, _ now: Deadline) -> Sight? {
        if let (value, at) = state.last, now.elapsed(since: at) < age {
            return .seen(value, age: now.elapsed(since: at))
        }
        guard state.running == nil else { return nil }
        state.running = now
        Task(executorPreference: pool()) { [self] in finish(await body()) }
        return nil
    }

    private func finish(_ value: Value) {
        let waiting = state.withLock { state in
            state.last = (value, .now)
            state.running = nil
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        waiting.forEach { $0.give(.success(())) }
    }

    /// Waits until the look that goes on has come back, or for as long as that.
    private func wait(for patience: Duration) async {
        let end = Handover<Void>()
        let number = state.withLock { state in
            state.next += 1
            if state.running == nil { end.give(.success(())) } else { state.waiting[state.next] = end }
            return state.next
        }
        let timer = Task {
            try? await Task.sleep(for: patience)
            end.give(.success(()))
        }
        try? await end.value()
        timer.cancel()
        state.withLock { $0.waiting[number] = nil }
    }

    private static func sight(
        _ last: (value: Value, at: Deadline)?,
        _ running: Deadline?,
        since asked: Deadline
    ) -> Sight {
        let now = Deadline.now
        let silence = now.elapsed(since: running ?? now)
        guard let (value, at) = last else { return .silent(for: silence, last: nil) }
        let age = now.elapsed(since: at)
        return running == nil || at > asked ? .seen(value, age: age) : .silent(for: silence, last: (value, age: age))
    }
}
