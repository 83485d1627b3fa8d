package import JSON
package import Posix
package import Time
package import Trees

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
    /// When it was first seen here; null when that is not known.
    @Nullable package var added: Moment?
    /// When its content last changed here; null when that is not known.
    @Nullable package var updated: Moment?
    /// How many findings it has that are neither mended nor let be.
    package var findings: Int
    /// What is wrong with it, and what was: every finding about it that is kept.
    package var findingDetails: [Finding]
    /// The last refresh that came to something about it; null where none is in the history.
    @Nullable package var lastRefresh: PackageHistory.Refresh?
    /// The tags and the versions that they point at.
    package var distTags: [String: String]
    /// The versions, lowest first.
    package var versions: [PackageVersion]

    enum CodingKeys: String, CodingKey {
        case name, repository, files, bytes, added, updated, findings, versions
        case findingDetails = "finding_details"
        case lastRefresh = "last_refresh"
        case distTags = "dist_tags"
    }
}

extension PackageDetail {
    /// Joins what lies there of a package with the artifacts that carried its files, and with what is known besides.
    package init(
        _ package: CatalogPackage,
        _ contents: PackageContents,
        carriedBy artifacts: [RelativePath: [String]],
        _ history: PackageHistory,
        in repository: String
    ) {
        self.init(
            name: package.name,
            repository: repository,
            files: package.files,
            bytes: package.bytes,
            added: history.added,
            updated: package.updated,
            findings: package.findings,
            findingDetails: history.findings,
            lastRefresh: history.lastRefresh,
            distTags: contents.tags,
            versions: contents.files.map { PackageVersion($0, carriedBy: artifacts) }
        )
    }
}
