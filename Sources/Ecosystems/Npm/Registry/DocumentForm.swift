/// How a package is shown in a document.
enum DocumentForm: Hashable, Sendable {
    /// A packument.
    case packument(PackumentForm)
    /// An entry of a search result.
    case searchEntry
    /// An entry of `/-/all`.
    case listEntry
}

/// The two forms of a packument, between which clients choose with `Accept`.
package enum PackumentForm: Hashable, Sendable {
    /// Everything, as `application/json`.
    case full
    /// What installing needs, as `application/vnd.npm.install-v1+json`.
    case abbreviated
}
