package import JSON

/// One named step of a job.
package struct JobStep: Codable, Hashable, Sendable {
    /// What is done in it.
    package var name: String
    /// How far it has come.
    package var state: State
    /// How much of it is done, in units.
    package var done: Int64
    /// How much there is to do; null while that is not known.
    @Nullable package var total: Int64?
    /// What is counted: `items`, `bytes`.
    package var unit: String

    /// Makes the value from all its members.
    package init(
        name: String,
        state: State,
        done: Int64,
        total: Int64? = nil,
        unit: String
    ) {
        self.name = name
        self.state = state
        self.done = done
        self.total = total
        self.unit = unit
    }
}

extension JobStep {
    /// How far a step has come.
    package enum State: String, Codable, Sendable, CaseIterable {
        case pending, running, done, failed
        /// The job did without it.
        case skipped
    }
}
