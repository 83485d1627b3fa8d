/// How fast a step goes: an exponentially weighted mean, so that the last seconds count most.
struct RateMeter: Sendable {
    // After this time, what was measured before counts half.
    private static let memory = Duration.seconds(15)
    private static let longest = Duration.seconds(30 * 86400)

    private var last: (done: Int64, at: Duration)
    private var rate: Double?

    init(at uptime: Duration) { last = (0, uptime) }

    /// Takes a measurement; ones that follow at once are left out.
    mutating func measure(done: Int64, at uptime: Duration) {
        let passed = uptime - last.at
        guard passed >= .milliseconds(100) else { return }
        let now = (Double(done) - Double(last.done)) / (passed / .seconds(1))
        let weight = passed / (passed + Self.memory)
        rate = rate.map { $0 + weight * (now - $0) } ?? now
        last = (done, uptime)
    }

    /// The time for `amount` more; `nil` when nothing is known or nothing moves.
    func time(for amount: Int64) -> Duration? {
        guard amount > 0 else { return .zero }
        guard let rate, rate > 0 else { return nil }
        let seconds = Double(amount) / rate
        return seconds < Self.longest / .seconds(1) ? .seconds(seconds) : nil
    }
}
