/// Which versions are listed without a tarball, so that clients of one platform can name those of all others.
///
/// These are the versions that a kept version names in `optionalDependencies`, every one its range allows, and on
/// through their own dependencies, whose `os`, `cpu` and `libc` fit none of the repository's platforms: no client here
/// downloads them, but yarn 1 fails and npm writes one-platform lockfiles without them (docs/formats/packument.md).
package struct MetadataOnlyPlan: Hashable, Sendable {
    /// The versions to list without a tarball, by package.
    package private(set) var versions: [PackageName: Set<String>] = [:]

    /// Decides for a whole repository.
    ///
    /// - Parameters:
    ///   - facts: Those of every packument in the repository.
    ///   - kept: The versions whose tarballs are present or held.
    ///   - platforms: What the repository serves; with none it serves all, and every version needs its tarball.
    package init(facts: [PackageFacts], kept: [PackageName: Set<String>], platforms: [Platform]) {
        guard !platforms.isEmpty else { return }
        var search = PlatformSearch(facts: facts, kept: kept, platforms: platforms)
        search.run()
        versions = search.found
    }
}

/// The walk from kept versions through dependencies, each package and spec looked at once.
private struct PlatformSearch {
    private struct Request: Hashable {
        let package: String
        let spec: String
    }

    private(set) var found: [PackageName: Set<String>] = [:]

    private let kept: [PackageName: Set<String>]
    private let facts: [PackageFacts]
    private let packages: [String: ForeignVersions]
    private var asked: Set<Request> = []
    private var pending: [Request] = []

    init(facts: [PackageFacts], kept: [PackageName: Set<String>], platforms: [Platform]) {
        self.kept = kept
        self.facts = facts
        packages = Dictionary(facts.map { ($0.name.string, ForeignVersions($0, platforms)) }) { first, _ in first }
    }

    mutating func run() {
        for package in facts {
            guard let versions = kept[package.name] else { continue }
            for version in package.versions where versions.contains(version.version) {
                ask(version.optionalDependencies, of: package)
            }
        }
        while let request = pending.popLast() { answer(request) }
    }

    private mutating func ask(_ dependencies: [PackageFacts.Dependency], of package: PackageFacts) {
        for dependency in dependencies {
            let request = Request(package: package.strings[dependency.package], spec: package.strings[dependency.spec])
            if asked.insert(request).inserted { pending.append(request) }
        }
    }

    private mutating func answer(_ request: Request) {
        guard let package = packages[request.package] else { return }
        let name = package.facts.name
        for version in package.allowed(by: request.spec) where kept[name]?.contains(version.version) != true {
            guard found[name, default: []].insert(version.version).inserted else { continue }
            ask(version.dependencies, of: package.facts)
            ask(version.optionalDependencies, of: package.facts)
        }
    }
}

/// The versions of one package that fit none of the platforms.
private struct ForeignVersions {
    let facts: PackageFacts
    private let versions: [(semver: Semver, facts: PackageFacts.Version)]

    init(_ facts: PackageFacts, _ platforms: [Platform]) {
        self.facts = facts
        versions = facts.versions.compactMap { version in
            guard let platform = version.platform, !platforms.contains(where: platform.fits) else { return nil }
            return Semver(parsing: version.version, loose: true).map { ($0, version) }
        }
    }

    func allowed(by text: String) -> [PackageFacts.Version] {
        guard !versions.isEmpty, let spec = try? RegistrySpec(text) else { return [] }
        return versions.filter { isAllowed($0.semver, $0.facts.version, by: spec) }.map(\.facts)
    }

    private func isAllowed(_ semver: Semver, _ version: String, by spec: RegistrySpec) -> Bool {
        switch spec.kind {
        case .version(let wanted): semver == wanted
        case .range(let range): range.contains(semver)
        case .tag(let tag): facts.tags[tag] == version
        }
    }
}
