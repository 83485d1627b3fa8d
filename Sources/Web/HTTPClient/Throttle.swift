/// How much may be received now, so that no more than so many bytes a second are in the long run.
///
/// What was received has to be paid for: while there is a debt, nothing more is taken.
package struct Throttle: Sendable {
    private var rate: Int64?
    /// Bytes that may come at once; negative when too many came.
    private var credit: Double
    private var last: ContinuousClock.Instant

    /// Unused time is kept for this long, as room for a burst.
    private static let burst = 0.1

    /// Takes bytes a second, or `nil` for no bound.
    package init(rate: Int64?, now: ContinuousClock.Instant) {
        self.rate = rate
        credit = Self.most(rate)
        last = now
    }

    /// Whether anything is held back at all.
    package var isLimiting: Bool { rate != nil }

    /// Counts what has come.
    package mutating func charge(_ bytes: Int64) { if rate != nil { credit -= Double(bytes) } }

    /// How long nothing more may be taken; zero when something may.
    package mutating func delay(now: ContinuousClock.Instant) -> Duration {
        guard let rate else { return .zero }
        credit = min(Self.most(rate), credit + (now - last) / .seconds(1) * Double(rate))
        last = now
        return credit > 0 ? .zero : .seconds((1 - credit) / Double(rate))
    }

    /// Changes the rate from now on; a debt stays one.
    package mutating func change(to rate: Int64?, now: ContinuousClock.Instant) {
        _ = delay(now: now)
        let debt = self.rate == nil ? 0 : min(0, credit)
        self = Throttle(rate: rate, now: now)
        if debt < 0, rate != nil { credit = debt }
    }

    private static func most(_ rate: Int64?) -> Double { Double(max(1, rate ?? 1)) * burst }
}
