/// What must be in a storage so that everything that was asked for installs from it.
package struct Closure: Sendable {
    /// One version that is wanted.
    package struct Want: Hashable, Sendable {
        /// Whether its tarball is wanted; else the version is only to be listed, since no platform here takes it.
        package let isTarball: Bool
        /// Who asked for it: of several the first in the order of `Asker`.
        package let asker: Asker
        /// What that one asked for.
        package let spec: String
    }

    /// One thing that was asked for and is not simply fetched.
    package struct Gap: Hashable, Sendable {
        /// Who asked for it: of several the first in the order of `Asker`.
        package let asker: Asker
        /// The name as it was asked for, be it one that a package can have or not.
        package let name: String
        package let spec: String
        package let cause: Cause
    }

    /// Why something is not simply fetched.
    package enum Cause: Hashable, Sendable {
        /// The registry does not have the package.
        case noPackage
        /// The package has no version that is asked for.
        case noVersion
        /// Nothing that npm would read as a dependency.
        case unreadable(String)
        /// A range of so many conditions that it is none in earnest.
        case tooComplex
        /// It comes from git, the web, a file or another place that no registry is.
        case elsewhere(Origin)
        /// It is required although no platform of the repository takes it: fetched all the same.
        case otherPlatform(version: String)
    }

    /// Where a dependency comes from that no registry serves.
    package enum Origin: String, Hashable, Sendable, CaseIterable {
        case git
        case web
        case file
        case folder
        /// `workspace:`, `link:`, `catalog:` and the like, which only some package managers know.
        case other
    }

    /// The versions wanted of each package, by their key in `versions`.
    package let wanted: [PackageName: [String: Want]]
    /// What is required and not to be had, so that it would not install.
    ///
    /// Sorted by name and spec, as all of these lists.
    package let unresolved: [Gap]
    /// What is optional and not to be had: clients pass over it too.
    package let skipped: [Gap]
    /// What does not come from a registry, and was not looked up there under its name.
    package let elsewhere: [Gap]
    /// What is fetched although no platform here takes it, because it is required: it would not install.
    package let otherPlatforms: [Gap]
    /// The versions whose tarballs pin their own dependencies: what is in their npm-shrinkwrap.json is wanted too.
    package let shrinkwrapped: [PackageName: Set<String>]
}

/// Who asks for a package.
///
/// Those who ask for it on purpose come before packages that depend on it.
package enum Asker: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// A person, a file or a setting, in words such as `package.json` or `include`.
    case root(String)
    /// A version of a package.
    case version(PackageName, String)

    package var description: String {
        switch self {
        case .root(let words): words
        case .version(let name, let version): "\(name)@\(version)"
        }
    }
}

/// How much is wanted of what was asked for.
package enum Demand: Int, Hashable, Sendable {
    /// The tarball, whatever platforms it is for; what is not to be had is unresolved.
    case always
    /// The tarball if it is for a platform of the repository, else the version's entry in the packument; what is not to
    /// be had is unresolved.
    case whereItFits
    /// As `whereItFits`, with every version for other platforms that the spec allows listed too; what is not to be had is
    /// skipped.
    case optional
    /// As `always`, but what is not to be had is skipped.
    case ifThere
    /// No tarball: every version for other platforms that the spec allows is listed.
    case listed
}

extension Closure.Cause: CustomStringConvertible {
    /// The cause as a clause that follows name and spec.
    package var description: String {
        switch self {
        case .noPackage: "is not in the registry"
        case .noVersion: "matches no version in the registry"
        case .unreadable(let reason): reason
        case .tooComplex: "has more conditions than any range needs"
        case .elsewhere(.git): "comes from git, not from a registry"
        case .elsewhere(.web): "comes from the web, not from a registry"
        case .elsewhere(.file), .elsewhere(.folder): "comes from the disk, not from a registry"
        case .elsewhere(.other): "uses a protocol that no registry serves"
        case .otherPlatform(let version): "is required, but \(version) is for none of the repository's platforms"
        }
    }
}
