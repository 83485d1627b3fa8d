/// What a number means over time, in Prometheus' words.
package enum MetricKind: String, Sendable, CaseIterable {
    /// Only grows, and begins at 0 with the process.
    case counter
    /// Is what it is now.
    case gauge
    /// Counts observations by how large they were.
    case histogram
}

/// What a family of numbers is called, and what it says.
package struct MetricName: Sendable, Hashable {
    /// By the conventions: `packferry_` first, the base unit last, `_total` at the end of a counter.
    package let name: String
    /// One sentence.
    package let help: String

    package init(_ name: String, _ help: String) {
        self.name = name
        self.help = help
    }
}

/// One label of a sample: its name, and whatever text.
package typealias MetricLabel = (name: String, value: String)
