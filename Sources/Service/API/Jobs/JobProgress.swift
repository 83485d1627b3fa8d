package import JSON

/// How much of a job is done.
package struct JobProgress: Codable, Hashable, Sendable {
    /// From 0 to 100; null while the whole is not known.
    @Nullable package var percent: Double?
    /// About how long it will still take; null while no rate is known.
    @Nullable package var etaSeconds: Int64?
    /// The steps that have begun, in order.
    package var steps: [JobStep]

    enum CodingKeys: String, CodingKey {
        case percent, steps
        case etaSeconds = "eta_seconds"
    }

    /// Makes the value from all its members.
    package init(
        percent: Double? = nil,
        etaSeconds: Int64? = nil,
        steps: [JobStep]
    ) {
        self.percent = percent
        self.etaSeconds = etaSeconds
        self.steps = steps
    }
}
