package import Globs
package import Posix

/// Where the packages of one Verdaccio storage lie beneath its root.
package struct StorageLayout: Sendable {
    private let configuration: VerdaccioConfiguration?
    /// The folders in which packages lie, apart from the root itself.
    let subfolders: Set<RelativePath>

    /// Follows Verdaccio's configuration where there is one; else every package lies at the root.
    package init(_ configuration: VerdaccioConfiguration?) {
        self.configuration = configuration
        subfolders = Set(configuration?.rules.compactMap(\.folder) ?? [])
    }

    /// The folder of a package.
    package func folder(of name: PackageName) throws -> RelativePath {
        try configuration?.folder(of: name) ?? name.path
    }

    /// Where the file with the repository path `<name>/<file>` lies.
    package func location(of path: RelativePath) throws -> RelativePath {
        let (name, file) = try Self.split(path)
        return try folder(of: name).appending(file)
    }

    /// The package and the file name in a repository path.
    static func split(_ path: RelativePath) throws -> (name: PackageName, file: String) {
        guard let parent = path.parent else { throw NameError(name: path.string, rule: .empty) }
        return (try PackageName(parent.string), path.lastComponent)
    }

    /// The package whose folder is the one at `path`; `nil` where that is none's.
    func package(at path: RelativePath) -> PackageName? {
        let scope = path.parent.map(\.lastComponent).flatMap { $0.hasPrefix("@") ? "\($0)/" : nil } ?? ""
        guard let package = try? PackageName(scope + path.lastComponent), (try? folder(of: package)) == path else {
            return nil
        }
        return package
    }

    /// Whether a folder at `path` could be that of a package, or of a scope.
    func canHold(packagesAt path: RelativePath) -> Bool { package(at: path) != nil || Self.scope(at: path) != nil }

    /// The scope whose folder could be the one at `path`: `@types`; `nil` where it can be none's.
    static func scope(at path: RelativePath) -> String? {
        let name = path.lastComponent
        return name.hasPrefix("@") && (try? PackageName("\(name)/a")) != nil ? name : nil
    }

    /// Whether a folder holds packages, or leads to one that does.
    func leadsToSubfolder(_ path: RelativePath) -> Bool {
        subfolders.contains { $0 == path || $0.dropping(prefix: path) != nil }
    }
}

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
