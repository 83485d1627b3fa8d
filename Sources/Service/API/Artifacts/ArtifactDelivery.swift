package import JSON
package import Requests
package import Time
package import Transfer

/// That an artifact got to a site.
package struct ArtifactDelivery: Codable, Hashable, Sendable {
    /// The site.
    package var site: String
    /// Whether the site's receipt proves it, or somebody said so.
    package var state: Delivery.State
    /// When that was recorded.
    package var at: Moment
    /// Who said so; null where it is proven.
    @Nullable package var by: String?
    /// Why they know; null where it is proven.
    @Nullable package var reason: String?

    /// Shows what is recorded.
    package init(_ delivery: Delivery) {
        site = delivery.site
        state = delivery.state
        at = delivery.at
        _by = Nullable(wrappedValue: delivery.assertedBy)
        _reason = Nullable(wrappedValue: delivery.reason)
    }
}

/// That somebody says that an artifact got to a site.
package struct DeliveryAssertion: Codable, Hashable, Sendable {
    /// Every member that such a request may have.
    package static let members: [RequestMember] = [
        RequestMember.text("site") { ShortNameRule.isKept(by: $0) ? nil : "it \(ShortNameRule.clause)" }.required,
        RequestMember.text("by").required, RequestMember.text("reason", upTo: 1000).required, .flag("dry_run"),
    ]

    package let site: String
    /// Who says so.
    package let by: String
    /// Why they know.
    package let reason: String
    /// Whether only to say what would be recorded.
    package let isDryRun: Bool

    enum CodingKeys: String, CodingKey {
        case site, by, reason
        case isDryRun = "dry_run"
    }

    /// Says so.
    package init(site: String, by: String, reason: String, isDryRun: Bool) {
        self.site = site
        self.by = by
        self.reason = reason
        self.isDryRun = isDryRun
    }

    /// Takes the members of a request that were checked.
    package init(_ members: [(String, JSONValue)]) {
        let members = JSONValue.object(members)
        self.init(
            site: members["site"]?.stringValue ?? "",
            by: members["by"]?.stringValue ?? "",
            reason: members["reason"]?.stringValue ?? "",
            isDryRun: members["dry_run"]?.boolValue ?? false
        )
    }
}
