import Synchronization

/// How a wait for a socket ended.
///
/// `closed` also meets a second task that would wait for the same direction.
enum Wakeup: Sendable {
    case ready, timedOut, closed
}

/// What an event loop knows of one socket, and who waits for it.
///
/// Edges may come while nobody waits: they are remembered, so that the next wait returns at once and the caller tries
/// again. A wait is therefore never lost, and at worst one try is in vain.
final class Readiness: Sendable {
    private struct State: ~Copyable {
        var reading = ReadinessSide()
        var writing = ReadinessSide()
        var isClosed = false
        var onHangUp: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Waits until reading may work, or the deadline has passed, or the socket was closed here.
    ///
    /// `note` tells the loop of the deadline once the waiter can be found.
    func waitForReading(until deadline: Deadline, note: (Deadline) -> Void) async -> Wakeup {
        await withUnsafeContinuation { continuation in
            let waiter = ReadinessSide.Waiter(continuation: continuation, deadline: deadline)
            let outcome = state.withLock { $0.isClosed ? .closed : $0.reading.outcome(orStore: waiter) }
            if let outcome { continuation.resume(returning: outcome) } else { note(deadline) }
        }
    }

    /// The same for writing.
    func waitForWriting(until deadline: Deadline, note: (Deadline) -> Void) async -> Wakeup {
        await withUnsafeContinuation { continuation in
            let waiter = ReadinessSide.Waiter(continuation: continuation, deadline: deadline)
            let outcome = state.withLock { $0.isClosed ? .closed : $0.writing.outcome(orStore: waiter) }
            if let outcome { continuation.resume(returning: outcome) } else { note(deadline) }
        }
    }

    /// Remembers an event and wakes whom it concerns.
    ///
    /// A peer that ends while nobody reads no longer waits for an answer: that is what `onHangUp` hears.
    func handle(_ event: Poller.Event) {
        let (reader, writer, hangUp) = state.withLock { state in
            let isNewEnd = event.endsReading && !state.reading.isEnded
            let reader = event.isReadable ? state.reading.signal(ends: event.endsReading) : nil
            let writer = event.isWritable ? state.writing.signal(ends: event.endsWriting) : nil
            return (reader, writer, isNewEnd && reader == nil ? state.onHangUp : nil)
        }
        reader?.continuation.resume(returning: .ready)
        writer?.continuation.resume(returning: .ready)
        hangUp?()
    }

    /// Sets what is called, once and on the loop's thread, when the peer ends while nobody reads.
    func onHangUp(_ body: (@Sendable () -> Void)?) { state.withLock { $0.onHangUp = body } }

    /// Ends every wait, now and later.
    func close() {
        let (reader, writer) = state.withLock { state in
            state.isClosed = true
            state.onHangUp = nil
            return (state.reading.takeWaiter(), state.writing.takeWaiter())
        }
        reader?.continuation.resume(returning: .closed)
        writer?.continuation.resume(returning: .closed)
    }

    /// Ends the waits whose deadline is not after `now` and returns the earliest deadline that is left.
    func expire(_ now: Deadline) -> Deadline {
        let (reader, writer, next) = state.withLock { state in
            let reader = state.reading.takeExpired(now)
            let writer = state.writing.takeExpired(now)
            return (reader, writer, min(state.reading.deadline, state.writing.deadline))
        }
        reader?.continuation.resume(returning: .timedOut)
        writer?.continuation.resume(returning: .timedOut)
        return next
    }
}

/// One direction of a socket.
private struct ReadinessSide {
    struct Waiter {
        let continuation: UnsafeContinuation<Wakeup, Never>
        let deadline: Deadline
    }

    private var isReady = false
    private(set) var isEnded = false
    private var waiter: Waiter?

    var deadline: Deadline { waiter?.deadline ?? .never }

    mutating func outcome(orStore waiter: Waiter) -> Wakeup? {
        if self.waiter != nil { return .closed }
        if isEnded || isReady {
            isReady = false
            return .ready
        }
        self.waiter = waiter
        return nil
    }

    mutating func signal(ends: Bool) -> Waiter? {
        isEnded = isEnded || ends
        guard let waiter = takeWaiter() else {
            isReady = true
            return nil
        }
        return waiter
    }

    mutating func takeWaiter() -> Waiter? {
        defer { waiter = nil }
        return waiter
    }

    mutating func takeExpired(_ now: Deadline) -> Waiter? {
        guard let waiter, waiter.deadline <= now else { return nil }
        return takeWaiter()
    }
}
