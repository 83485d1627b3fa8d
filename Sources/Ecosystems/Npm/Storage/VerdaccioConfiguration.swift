package import Posix

/// What Packferry reads of Verdaccio's own `config.yaml`: where packages lie, and settings that hurt.
///
/// Everything else in the file is Verdaccio's business and ignored.
package struct VerdaccioConfiguration: Sendable, Equatable {
    /// One entry of `packages:`.
    ///
    /// The first whose pattern matches a name decides alone, as in Verdaccio.
    package struct Rule: Sendable, Equatable {
        /// The names it is for.
        package let pattern: PackagePattern
        /// The sub-folder of the storage in which they lie; `nil` for the storage itself.
        package let folder: RelativePath?
        /// The uplinks from which Verdaccio fetches what it lacks; on an offline site there should be none.
        package let proxies: [String]
    }

    /// Verdaccio's storage folder; `nil` where the file does not name one.
    package let storage: AbsolutePath?
    /// The entries of `packages:` in their order.
    package let rules: [Rule]
    /// Uplinks with `cache: false`, whose tarballs never reach the storage.
    package let uplinksWithoutCache: [String]

    /// The first rule for a package; `nil` where Verdaccio has none, which means the storage itself and no uplink.
    package func rule(for name: PackageName) -> Rule? { rules.first { $0.pattern.matches(name) } }

    /// The folder of a package beneath the storage, in which its `package.json` lies.
    package func folder(of name: PackageName) throws(PathError) -> RelativePath {
        guard let parent = rule(for: name)?.folder else { return name.path }
        return try parent.appending(name.path)
    }
}
