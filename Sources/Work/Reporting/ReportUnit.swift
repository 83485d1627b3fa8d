/// What the numbers of a step count.
package enum ReportUnit: String, Sendable, CaseIterable {
    /// Things without a better name.
    case items
    /// Files on disk or in an archive.
    case files
    /// Bytes read or written.
    case bytes
    /// Packages of a repository.
    case packages
}
