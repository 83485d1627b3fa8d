/// How far an operation is, at one moment.
package struct Progress: Sendable, Equatable {
    /// The steps so far, in the order in which they began; the last one is the current one.
    package let steps: [ProgressStep]
    /// The named numbers of the whole operation.
    package let counters: [String: Int64]
    /// Units of the current step in a second, weighted towards the present; `nil` while that is not known.
    package let unitsPerSecond: Double?
    /// Seconds until the current step ends, rounded up; `nil` while nothing can be said.
    package let remainingSeconds: Int64?

    /// Describes a moment; without arguments, the one before the first step.
    package init(
        steps: [ProgressStep] = [],
        counters: [String: Int64] = [:],
        unitsPerSecond: Double? = nil,
        remainingSeconds: Int64? = nil
    ) {
        self.steps = steps
        self.counters = counters
        self.unitsPerSecond = unitsPerSecond
        self.remainingSeconds = remainingSeconds
    }

    /// How much of the current step is done, within 0…100: which steps are still to come, only the operation knows.
    package var percent: Double? { steps.last?.percent }
}
