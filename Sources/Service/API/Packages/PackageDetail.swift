package import JSON
package import Time

/// A package with all its versions.
package struct PackageDetail: Codable, Hashable, Sendable {
    /// The name, with its scope.
    package var name: String
    /// The repository it is in.
    package var repository: String
    /// How many files of it are there.
    package var files: Int
    /// The size of those files.
    package var bytes: Int64
    /// When its content last changed here; null when that is not known.
    @Nullable package var updated: Moment?
    /// How many open findings it has.
    package var findings: Int
    /// The tags and the versions that they point at.
    package var distTags: [String: String]
    /// The versions, lowest first.
    package var versions: [PackageVersion]

    enum CodingKeys: String, CodingKey {
        case name, repository, files, bytes, updated, findings, versions
        case distTags = "dist_tags"
    }

    /// Makes the value from all its members.
    package init(
        name: String,
        repository: String,
        files: Int,
        bytes: Int64,
        updated: Moment? = nil,
        findings: Int,
        distTags: [String: String],
        versions: [PackageVersion]
    ) {
        self.name = name
        self.repository = repository
        self.files = files
        self.bytes = bytes
        self.updated = updated
        self.findings = findings
        self.distTags = distTags
        self.versions = versions
    }
}
