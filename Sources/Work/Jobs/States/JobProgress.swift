package import JSON

/// One named step of a job.
package struct JobStep: Codable, Sendable, Hashable {
    /// How far a step has come.
    package enum State: String, Codable, Sendable, CaseIterable {
        case pending, running, done, failed
        /// The job did without it.
        case skipped
    }

    /// As people read it.
    package let name: String
    package internal(set) var state: State
    /// How much of it is done, in units.
    package internal(set) var done: Int64
    /// How much there is to do; `nil` while that is not known.
    @Nullable package internal(set) var total: Int64?
    /// What is counted: `items`, `files`, `bytes`, `packages`.
    package internal(set) var unit: String

    package init(name: String, state: State, done: Int64 = 0, total: Int64? = nil, unit: String = "items") {
        self.name = name
        self.state = state
        self.done = done
        self.total = total
        self.unit = unit
    }

    /// The line that a log keeps of it: `read: 12 packages`, `pack: 3 of 10 bytes`.
    var account: String {
        let whole = total.map { $0 > done } ?? false
        let numbers = whole ? "\(done) of \(total ?? 0) \(unit)" : "\(done) \(unit)"
        return "\(name): \(numbers)" + (state == .failed ? ", broken off" : "")
    }

    /// From 0 to 1; `nil` while the total is not known.
    ///
    /// More than the total counts as all of it.
    var fraction: Double? {
        switch state {
        case .pending: return 0
        case .done, .skipped: return 1
        case .running, .failed:
            guard let total else { return nil }
            return total <= 0 ? 1 : min(1, max(0, Double(done) / Double(total)))
        }
    }
}

/// How much of a job is done.
package struct JobProgress: Codable, Sendable, Hashable {
    /// From 0 to 100; `nil` while the whole is not known.
    @Nullable package internal(set) var percent: Double?
    /// About how long the job will still take; `nil` while no rate is known, or steps follow that may take long.
    @Nullable package internal(set) var etaSeconds: Int64?
    /// The steps in order; those announced by the kind are there from the start.
    package internal(set) var steps: [JobStep]

    enum CodingKeys: String, CodingKey {
        case percent, steps
        case etaSeconds = "eta_seconds"
    }

    package init(percent: Double? = nil, etaSeconds: Int64? = nil, steps: [JobStep] = []) {
        self.percent = percent
        self.etaSeconds = etaSeconds
        self.steps = steps
    }

    /// Nobody works on it any more: the step that ran did not come to its end.
    mutating func breakOff() {
        etaSeconds = nil
        for index in steps.indices where steps[index].state == .running { steps[index].state = .failed }
    }

    /// Nothing has begun; `steps` are to come.
    static func planned(_ steps: [String]) -> JobProgress {
        JobProgress(steps: steps.map { JobStep(name: $0, state: .pending) })
    }
}
