/// Whether the service works, and what does not.
package struct Health: Codable, Hashable, Sendable {
    /// The worst of its checks.
    package var status: Status
    /// The version of the service.
    package var version: String
    /// What was looked at.
    package var checks: [Check]
}

extension Health {
    /// How something is; the first is the best.
    package enum Status: String, Codable, Sendable, CaseIterable, Comparable {
        case pass, warn, fail

        /// Whether one is better than the other.
        package static func < (one: Status, other: Status) -> Bool {
            (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
        }
    }

    /// Summarises checks; no check at all passes.
    package init(version: String, checks: [Check]) {
        self.init(status: checks.map(\.status).max() ?? .pass, version: version, checks: checks)
    }

    /// One thing that was looked at.
    package struct Check: Codable, Hashable, Sendable {
        /// What was looked at: `database`, `storage:npm`, `disk`.
        package let name: String
        /// How it is.
        package let status: Status
        /// What was seen, as one sentence.
        package let detail: String

        package init(name: String, status: Status, detail: String) {
            self.name = name
            self.status = status
            self.detail = detail
        }
    }
}
