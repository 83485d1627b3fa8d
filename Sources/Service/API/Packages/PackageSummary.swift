package import JSON
package import Time
package import Trees

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
    /// How many findings it has that are neither mended nor let be.
    package var findings: Int
}

extension PackageSummary {
    /// Shows what the catalogue knows of a package.
    package init(_ package: CatalogPackage, in repository: String) {
        self.init(
            name: package.name,
            repository: repository,
            versions: package.versions,
            files: package.files,
            bytes: package.bytes,
            updated: package.updated,
            findings: package.findings
        )
    }
}
