package import Time

/// Whether the service works, and what does not (draft-inadarei-api-health-check-06).
package struct Health: Codable, Hashable, Sendable {
    /// The worst of its checks.
    package let status: Status
    /// The version of the service.
    package let version: String
    /// The name of the product.
    package let description: String
    private let byName: [String: [Check]]

    enum CodingKeys: String, CodingKey {
        case status, version, description
        case byName = "checks"
    }
}

extension Health {
    /// What such an answer is (the draft, §8.1).
    package static let mediaType = "application/health+json"

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
        self.init(
            status: checks.map(\.status).max() ?? .pass,
            version: version,
            description: "packferry",
            byName: Dictionary(grouping: checks, by: \.name)
        )
    }

    /// What was looked at, by name.
    package var checks: [Check] { byName.sorted { $0.key < $1.key }.flatMap(\.value) }
}

extension Health {
    /// What the thing is a part of that was looked at.
    package enum ComponentType: String, Codable, Sendable, CaseIterable {
        /// Of the program.
        case component
        /// What keeps data.
        case datastore
        /// Of the machine, or another one.
        case system
    }

    /// One thing that was looked at.
    package struct Check: Codable, Hashable, Sendable {
        /// What was looked at: `database`, `storage:npm`, `disk`.
        package let name: String
        /// How it is.
        package let status: Status
        /// What was seen, as one sentence.
        package let detail: String
        /// The same where it does not pass.
        package let output: String?
        /// What it is a part of.
        package private(set) var componentType: ComponentType?
        /// Which one of several: a repository, a folder, an address.
        package private(set) var componentId: String?
        /// A number that was seen.
        package private(set) var observedValue: Int64?
        /// What that counts: `ms`, `bytes`, `jobs`.
        package private(set) var observedUnit: String?
        /// When it was looked at.
        package private(set) var time: Moment?

        /// Says how something is.
        package init(name: String, status: Status, detail: String) {
            self.name = name
            self.status = status
            self.detail = detail
            output = status == .pass ? nil : detail
        }

        /// The same, about that component.
        package func of(_ type: ComponentType, _ id: String? = nil) -> Check {
            var check = self
            (check.componentType, check.componentId) = (type, id)
            return check
        }

        /// The same, with a number that was seen.
        package func observing(_ value: Int64, _ unit: String) -> Check {
            var check = self
            (check.observedValue, check.observedUnit) = (value, unit)
            return check
        }

        /// The same, seen at that moment.
        package func seen(at moment: Moment) -> Check {
            var check = self
            check.time = moment
            return check
        }
    }
}
