/// How fast a step is, from samples at intervals: a mean that forgets what lies some seconds back.
struct RateEstimate {
    private static let settling = 8.0
    /// Below that, a rate would be chance.
    private static let leastObservation = 1.5

    private var last: (done: Int64, at: Duration)?
    private var observed = 0.0
    private var mean = 0.0
    private var weight = 0.0

    /// Units in a second; nil while too little was seen.
    var unitsPerSecond: Double? { observed >= Self.leastObservation ? mean / weight : nil }

    /// Takes how much was done at a moment of a clock that never goes back.
    mutating func record(_ done: Int64, at moment: Duration) {
        defer { last = (done, moment) }
        guard let last, done >= last.done else { return self = RateEstimate() }
        let seconds = (moment - last.at) / .seconds(1)
        guard seconds > 0 else { return }
        let share = seconds / (seconds + Self.settling)
        mean += share * (Double(done - last.done) / seconds - mean)
        // The mean starts at nothing; dividing by the weight of what was seen takes that start out again.
        weight += share * (1 - weight)
        observed += seconds
    }
}
