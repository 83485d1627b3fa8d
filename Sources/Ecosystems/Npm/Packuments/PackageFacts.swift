/// What deciding about metadata-only versions needs of one packument, and nothing else (docs/formats/packument.md).
///
/// Only versions that are limited to platforms or have optional dependencies are in it, so it is empty for most
/// packages. It depends on the document alone and can be kept as long as that does not change.
package struct PackageFacts: Hashable, Sendable {
    /// A dependency as two positions in `strings`: the package to look up, and what of it.
    struct Dependency: Hashable, Sendable {
        let package: Int
        let spec: Int
    }

    /// What is noted of one version.
    struct Version: Hashable, Sendable {
        let version: String
        let platform: PlatformFields?
        /// Followed only from a version that is itself limited to platforms.
        let dependencies: [Dependency]
        let optionalDependencies: [Dependency]
    }

    package let name: PackageName
    /// Names and ranges, each once: a package's versions repeat the same ones.
    let strings: [String]
    /// The tags that name a version listed here.
    let tags: [String: String]
    let versions: [Version]

    init(name: PackageName, strings: [String], tags: [String: String], versions: [Version]) {
        self.name = name
        self.strings = strings
        self.tags = tags
        self.versions = versions
    }

    /// Takes the facts out of a packument.
    package init(_ packument: Packument) {
        var strings = StringTable()
        let versions = packument.versions.compactMap { packument.facts(of: $0, &strings) }
        let listed = Set(versions.map(\.version))
        let tags = packument.tags.filter { listed.contains($0.version) }.map { ($0.tag, $0.version) }
        self.init(
            name: packument.name,
            strings: strings.strings,
            tags: Dictionary(tags) { first, _ in first },
            versions: versions
        )
    }
}

/// Strings numbered in the order in which they first appear.
private struct StringTable {
    private(set) var strings: [String] = []
    private var positions: [String: Int] = [:]

    mutating func position(of string: String) -> Int {
        if let position = positions[string] { return position }
        positions[string] = strings.count
        strings.append(string)
        return strings.count - 1
    }
}

extension Packument {
    fileprivate func facts(of version: PackumentVersion, _ strings: inout StringTable) -> PackageFacts.Version? {
        guard version.problem == nil else { return nil }
        let optional = dependencies(version.optionalDependencies, &strings)
        let platform = version.truePlatform
        guard platform != nil || !optional.isEmpty else { return nil }
        return PackageFacts.Version(
            version: version.version,
            platform: platform,
            dependencies: platform == nil ? [] : dependencies(version.dependencies, &strings),
            optionalDependencies: optional
        )
    }

    /// Those dependencies that npm would ask a registry for; aliases count for the package they stand for.
    private func dependencies(_ span: Range<Int>?, _ strings: inout StringTable) -> [PackageFacts.Dependency] {
        entries(span).compactMap { name, text in
            guard let name = try? PackageName(name), let spec = try? PackageSpec(text),
                let (package, wanted) = spec.lookup(as: name)
            else { return nil }
            return PackageFacts.Dependency(
                package: strings.position(of: package.string),
                spec: strings.position(of: wanted.text)
            )
        }
    }
}
