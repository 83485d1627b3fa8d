/// One named part of an operation, and how far it is.
package struct ProgressStep: Sendable, Equatable {
    /// Where a step stands.
    package enum State: String, Sendable, CaseIterable {
        /// It is what the operation does now.
        case running
        /// The operation went on to the next step, or ended well.
        case done
        /// The operation ended in the middle of it.
        case stopped
    }

    /// What the operation called it.
    package let name: String
    /// Where it stands.
    package internal(set) var state: State
    /// How much is done, in `unit`s.
    package internal(set) var done: Int64
    /// How much there is to do in all; `nil` while that is not known.
    package internal(set) var total: Int64?
    /// What the numbers count.
    package let unit: ReportUnit

    /// Describes a step.
    package init(name: String, state: State, done: Int64, total: Int64?, unit: ReportUnit) {
        self.name = name
        self.state = state
        self.done = done
        self.total = total
        self.unit = unit
    }

    /// How much of it is done, within 0…100; `nil` while the total is not known.
    package var percent: Double? {
        guard let total else { return nil }
        guard total > 0 else { return 100 }
        return min(100, max(0, Double(done) / Double(total) * 100))
    }
}
