package import Npm
package import Posix

/// One tree of package files, as `repositories.<name>` sets it.
package struct RepositoryConfiguration: Sendable, Equatable {
    /// Its name in commands, routes and archives.
    package var name: RepositoryName
    /// What kind of packages it holds.
    package var type: RepositoryType
    /// The folder of the tree; for npm, the storage of Verdaccio.
    package var storage: AbsolutePath
    /// Verdaccio's own `config.yaml`, for its sub-folders; `nil` where there is none.
    package var verdaccioConfiguration: AbsolutePath?
    /// The platforms whose optional packages are held as files; others' are carried as metadata.
    package var platforms: [Platform]
    /// Packages that never leave this site.
    package var excluded: [PackagePattern]
}

/// The kinds of packages that a repository can hold.
package enum RepositoryType: String, Sendable, CaseIterable {
    /// npm packages in Verdaccio's layout.
    case npm
}
