/// What somebody must be allowed to do for a route.
package enum AccessScope: String, Codable, Sendable, CaseIterable {
    /// Look.
    case read
    /// Start, stage and apply.
    case write
    /// Delete, and say whose keys and archives are believed.
    case admin
}
