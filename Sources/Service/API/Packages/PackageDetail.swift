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
}

extension PackageDetail {
    /// Joins what is known of a package with the artifacts that carried its files.
    package init(
        _ package: CatalogPackage,
        _ contents: PackageContents,
        carriedBy artifacts: [RelativePath: [String]],
        in repository: String
    ) {
        self.init(
            name: package.name,
            repository: repository,
            files: package.files,
            bytes: package.bytes,
            updated: package.updated,
            findings: package.findings,
            distTags: contents.tags,
            versions: contents.files.map { PackageVersion($0, carriedBy: artifacts) }
        )
    }
}
