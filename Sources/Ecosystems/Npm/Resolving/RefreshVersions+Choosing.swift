package import Trees

/// Choosing versions of a package, besides those that others depend on.
extension RefreshVersions {
    /// The versions, by their key in `versions`, sorted by precedence; none of a package that has none to offer.
    package func versions(of manifest: PackageManifest, cached: Set<String>) -> [String] {
        let pick = manifest.pick()
        var chosen = Set([Self.latest(manifest, pick)].compactMap(\.self))
        switch self {
        case .latest: break
        case .tags: chosen.formUnion(manifest.tags.values)
        case .newer: chosen.formUnion(Self.newer(manifest, than: cached))
        case .siblings: chosen.formUnion(Self.siblings(of: cached, pick))
        }
        let offered = manifest.versions.filter(chosen.contains)
        return offered.compactMap { version in Semver(parsing: version, loose: true).map { (version, $0) } }
            .sorted { $0.1 < $1.1 }.map(\.0)
    }

    /// What the tag names, else what npm would choose, else the highest of nothing but prereleases.
    private static func latest(_ manifest: PackageManifest, _ pick: ManifestPick) -> String? {
        if let latest = manifest.tags["latest"], manifest.position(of: latest) != nil { return latest }
        return pick.pick(.any) ?? manifest.versions.compactMap { Semver(parsing: $0, loose: true) }.max()?.description
    }

    private static func newer(_ manifest: PackageManifest, than cached: Set<String>) -> [String] {
        let highest = cached.compactMap { Semver(parsing: $0, loose: true) }.max()
        guard let highest else { return [] }
        return manifest.versions.filter { key in
            guard let version = Semver(parsing: key, loose: true), highest < version else { return false }
            return !version.isPrerelease || highest.isPrerelease && version.isSameRelease(as: highest)
        }
    }

    /// npm's pick and the highest of every line that something is cached of.
    private static func siblings(of cached: Set<String>, _ pick: ManifestPick) -> [String] {
        let lines = Set(cached.compactMap { Semver(parsing: $0, loose: true) }.flatMap(lines))
        let specs = lines.compactMap { try? RegistrySpec($0) }
        return specs.flatMap { [pick.pick($0), pick.maxSatisfying($0)] }.compactMap(\.self)
    }

    /// The lines that a version belongs to, as ranges; a prerelease also to what comes of its release.
    private static func lines(of version: Semver) -> [String] {
        let lines = ["\(version.major).x", "\(version.major).\(version.minor).x"]
        return version.isPrerelease ? lines + ["^\(version)", "~\(version)"] : lines
    }
}
