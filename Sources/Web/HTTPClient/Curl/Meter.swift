import Synchronization

/// What all transfers of a client have received, and which of them wait because it was too much.
///
/// Touched by the loop's thread alone, but for `total`.
final class Meter: @unchecked Sendable {
    let total = Atomic<Int64>(0)
    private var throttle: Throttle
    /// In the order in which they were stopped, so that each gets its turn.
    private var stopped: [EasyHandle] = []

    init(bytesPerSecond: Int64?) { throttle = Throttle(rate: bytesPerSecond, now: .now) }

    var isLimiting: Bool { throttle.isLimiting }

    func limit(to bytesPerSecond: Int64?) { throttle.change(to: bytesPerSecond, now: .now) }

    func count(_ bytes: Int64) {
        total.add(bytes, ordering: .relaxed)
        throttle.charge(bytes)
    }

    /// Whether a transfer may go on; if not, it is among those that `next` gives.
    func admits(_ handle: EasyHandle) -> Bool {
        guard throttle.delay(now: .now) > .zero else { return true }
        if !stopped.contains(where: { $0 === handle }) { stopped.append(handle) }
        return false
    }

    /// The transfer that has waited longest, if one may go on.
    func next() -> EasyHandle? {
        guard !stopped.isEmpty, throttle.delay(now: .now) == .zero else { return nil }
        return stopped.removeFirst()
    }

    /// How long until `next` gives one; `nil` when nobody waits.
    func delay() -> Duration? { stopped.isEmpty ? nil : throttle.delay(now: .now) }

    func forget(_ handle: EasyHandle) { stopped.removeAll { $0 === handle } }
}
