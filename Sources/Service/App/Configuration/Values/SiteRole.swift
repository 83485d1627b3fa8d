/// On which side of the gap an installation stands.
package enum SiteRole: String, Sendable, CaseIterable, ConfigurationValue {
    /// Where content comes from: it builds archives.
    case online
    /// Where content goes: it applies archives.
    case offline
}
