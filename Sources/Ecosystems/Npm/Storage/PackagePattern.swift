package import Globs

/// A glob over package names, as Verdaccio's `packages:` and Packferry's `carry.exclude` hold them.
package struct PackagePattern: Hashable, Sendable, CustomStringConvertible {
    /// Why a text is no pattern.
    package typealias Refusal = Glob.Refusal

    private let glob: Glob

    /// Checks `string`; throws what Packferry does not read.
    ///
    /// Verdaccio takes `/**` at the end as a prefix.
    package init(_ string: String, ending: Glob.Ending = .scope) throws(Refusal) {
        glob = try Glob(string, ending: ending)
    }

    /// The pattern as it was written.
    package var string: String { glob.string }

    /// The pattern as it was written.
    package var description: String { string }

    /// Whether the package's name, scope included, is one of those meant.
    package func matches(_ name: PackageName) -> Bool { glob.matches(name.string) }
}
