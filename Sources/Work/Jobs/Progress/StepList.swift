import Reporting

/// The steps of one attempt, and how fast the running one goes.
struct StepList: Sendable {
    private(set) var steps: [JobStep]
    private let isPlanned: Bool
    /// The names of those that an estimate passes over.
    private let brief: Set<String>
    /// The index of the one that runs.
    private(set) var running: Int?
    private var meter = RateMeter(at: .zero)

    /// Begins with the steps that the kind announces.
    init(planned: [Step]) {
        steps = JobProgress.planned(planned.map(\.name)).steps
        isPlanned = !planned.isEmpty
        brief = Set(planned.filter(\.isBrief).map(\.name))
    }

    /// Ends the running step, which came to `done`, and starts another.
    ///
    /// One that was there goes on: its totals add.
    mutating func begin(_ name: String, total: Int64?, unit: String, done: Int64, at uptime: Duration) {
        endRunning(.done, done: done)
        let index = steps.firstIndex { $0.name == name } ?? append(name)
        skip(upTo: index)
        let earlier = [.pending, .skipped].contains(steps[index].state) ? 0 : steps[index].total
        steps[index].total = earlier.flatMap { earlier in total.map { earlier &+ $0 } }
        steps[index].state = .running
        steps[index].unit = unit
        running = index
        meter = RateMeter(at: uptime)
    }

    /// Steps that were announced and left out stand in the way of nothing.
    mutating func skip(upTo end: Int) {
        for index in 0..<end where steps[index].state == .pending { steps[index].state = .skipped }
    }

    /// Raises the total of the running step.
    mutating func extend(total: Int64) {
        guard let running else { return }
        steps[running].total = max(total, steps[running].total ?? 0)
    }

    /// Ends the running step, of which `done` was done since it began.
    mutating func endRunning(_ state: JobStep.State, done: Int64) {
        guard let index = running else { return }
        steps[index].done &+= done
        steps[index].state = state
        running = nil
    }

    /// Measures the rate: `done` was done since the running step began.
    mutating func measure(done: Int64, at uptime: Duration) { meter.measure(done: done, at: uptime) }

    /// How far it all is, when `done` was done since the running step began.
    func progress(done: Int64) -> JobProgress {
        var shown = steps
        if let running { shown[running].done &+= done }
        return JobProgress(percent: percent(shown), etaSeconds: eta(shown), steps: shown)
    }

    private mutating func append(_ name: String) -> Int {
        steps.append(JobStep(name: name, state: .pending))
        return steps.count - 1
    }

    /// Of all steps where they were announced; otherwise of the running one, for nobody knows what follows.
    private func percent(_ shown: [JobStep]) -> Double? {
        let counted = isPlanned ? shown : running.map { [shown[$0]] } ?? []
        var sum = 0.0
        for step in counted {
            guard let fraction = step.fraction else { return nil }
            sum += fraction
        }
        return counted.isEmpty ? nil : (1000 * sum / Double(counted.count)).rounded(.down) / 10
    }

    private func eta(_ shown: [JobStep]) -> Int64? {
        guard let running, !shown.contains(where: { $0.state == .pending && !brief.contains($0.name) }) else {
            return nil
        }
        guard let total = shown[running].total, let time = meter.time(for: total &- shown[running].done) else {
            return nil
        }
        return Int64((time / .seconds(1)).rounded(.up))
    }
}

/// How fast a step goes: an exponentially weighted mean, so that the last seconds count most.
///
/// What stands still says nothing of the rate until it goes on; how long it has stood is the least that is still to come.
struct RateMeter: Sendable {
    // After this time, what was measured before counts half.
    private static let memory = Duration.seconds(15)
    private static let longest = Duration.seconds(30 * 86400)

    /// When something was seen to have been done last.
    private var last: (done: Int64, at: Duration)
    private var rate: Double?
    private var idle = Duration.zero

    init(at uptime: Duration) { last = (0, uptime) }

    /// Takes a measurement; ones that follow at once are left out.
    mutating func measure(done: Int64, at uptime: Duration) {
        let passed = uptime - last.at
        guard passed >= .milliseconds(100) else { return }
        guard done != last.done else { return idle = passed }
        let now = (Double(done) - Double(last.done)) / (passed / .seconds(1))
        let weight = passed / (passed + Self.memory)
        rate = rate.map { $0 + weight * (now - $0) } ?? now
        (last, idle) = ((done, uptime), .zero)
    }

    /// The time for `amount` more; `nil` when nothing is known or it would take for ever.
    func time(for amount: Int64) -> Duration? {
        guard amount > 0 else { return .zero }
        guard let rate, rate > 0 else { return nil }
        let seconds = Double(amount) / rate
        return seconds < Self.longest / .seconds(1) ? max(.seconds(seconds), idle) : nil
    }
}
