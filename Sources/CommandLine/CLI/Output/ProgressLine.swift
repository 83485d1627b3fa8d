/// The one line that shows how far a step is: name, bar, amount, rate and time left.
struct ProgressLine {
    private static let barWidth = 20

    let step: StepProgress
    /// Units in a second, once it is known.
    let rate: Double?

    /// The line, cut to `columns`.
    func text(columns: Int) -> String {
        let parts = [step.name, bar, amount, speed, remaining].compactMap(\.self)
        return String(parts.joined(separator: "  ").prefix(max(0, columns - 1)))
    }

    private var share: Double? {
        guard let total = step.total, total > 0 else { return nil }
        return min(1, max(0, Double(step.done) / Double(total)))
    }

    private var bar: String? {
        guard let share else { return nil }
        let filled = Int(share * Double(Self.barWidth))
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: Self.barWidth - filled)
        let percent = String(Int(share * 100))
        return "[\(bar)] \(String(repeating: " ", count: 3 - percent.count))\(percent)%"
    }

    private var amount: String? {
        guard step.done > 0 || step.total != nil else { return nil }
        guard let total = step.total, total > 0 else { return quantity(step.done) }
        return "\(quantity(step.done)) of \(quantity(total))"
    }

    private var speed: String? {
        guard let rate, rate >= 1 else { return nil }
        return "\(quantity(Int64(rate)))/s"
    }

    private var remaining: String? {
        guard let total = step.total, let rate, rate > 0, total > step.done else { return nil }
        let seconds = (Double(total - step.done) / rate).rounded(.up)
        return seconds < 7 * 86_400 ? "\(Quantity.seconds(Int64(seconds))) left" : nil
    }

    private func quantity(_ number: Int64) -> String {
        step.unit == "bytes" ? Quantity.bytes(number) : Quantity.count(number)
    }
}

/// How far one step is, whether this process or a server takes it.
struct StepProgress: Sendable, Equatable {
    let name: String
    var done: Int64
    var total: Int64?
    /// What is counted: `bytes`, `files`, `packages`, `items`.
    let unit: String
}

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
