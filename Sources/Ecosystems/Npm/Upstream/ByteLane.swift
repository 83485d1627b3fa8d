import Synchronization

/// A lane for what is large: one at a time, in the order of arrival.
///
/// What is small passes beside it.
final class ByteLane: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Waits until the lane is free, and takes it.
    func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.isTaken else {
                    state.isTaken = true
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// Gives it to the next.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}

/// The place in a lane that one document has, if it turned out to be large.
final class LanePlace: Sendable {
    private let lane: ByteLane
    private let isHeld = Atomic(false)

    init(_ lane: ByteLane) { self.lane = lane }

    /// Waits for the lane, unless it is held already.
    func take() async {
        guard !isHeld.load(ordering: .acquiring) else { return }
        await lane.enter()
        isHeld.store(true, ordering: .releasing)
    }

    /// Gives the lane back, if it is held.
    func giveBack() {
        if isHeld.exchange(false, ordering: .acquiringAndReleasing) { lane.leave() }
    }
}
