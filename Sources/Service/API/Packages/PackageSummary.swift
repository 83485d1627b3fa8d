package import JSON
package import Time

/// A package as a list shows it.
package struct PackageSummary: Codable, Hashable, Sendable {
    /// The name, with its scope.
    package var name: String
    /// The repository it is in.
    package var repository: String
    /// How many versions its document lists.
    package var versions: Int
    /// How many files of it are there.
    package var files: Int
    /// The size of those files.
    package var bytes: Int64
    /// When its content last changed here; null when that is not known.
    @Nullable package var updated: Moment?
    /// How many open findings it has.
    package var findings: Int

    /// Makes the value from all its members.
    package init(
        name: String,
        repository: String,
        versions: Int,
        files: Int,
        bytes: Int64,
        updated: Moment? = nil,
        findings: Int
    ) {
        self.name = name
        self.repository = repository
        self.versions = versions
        self.files = files
        self.bytes = bytes
        self.updated = updated
        self.findings = findings
    }
}
