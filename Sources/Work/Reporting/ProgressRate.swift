/// How fast a step is, from samples: an exponentially weighted mean, so that what lies `settling` seconds back hardly
/// counts any more.
struct ProgressRate {
    private static let settling = 10.0
    /// Below that a rate is chance.
    private static let leastObservation = 2.0
    /// Beyond that a number would only pretend to know.
    private static let greatestRemainder = 7.0 * 86_400

    private var last: (done: Int64, at: Duration)?
    private var observed = 0.0
    private var weighted = 0.0
    private var weight = 0.0

    /// Takes how much was done at a moment of a monotonic clock.
    mutating func record(_ done: Int64, at moment: Duration) {
        guard let last else { return self.last = (done, moment) }
        let seconds = (moment - last.at) / .seconds(1)
        guard seconds > 0 else { return }
        let share = seconds / (seconds + Self.settling)
        weighted += share * (Double(done - last.done) / seconds - weighted)
        // The mean starts at 0; dividing by the weight of what was seen takes that start out again.
        weight += share * (1 - weight)
        observed += seconds
        self.last = (done, moment)
    }

    var unitsPerSecond: Double? {
        guard observed >= Self.leastObservation else { return nil }
        return weighted / weight
    }

    /// Seconds until so much more is done, rounded up.
    func seconds(for remainder: Int64) -> Int64? {
        guard remainder > 0, let unitsPerSecond, unitsPerSecond > 0 else { return nil }
        let seconds = (Double(remainder) / unitsPerSecond).rounded(.up)
        return seconds <= Self.greatestRemainder ? Int64(seconds) : nil
    }
}
