import JSON

/// One version of a packument as a registry answers it by itself: `GET /{name}/{version}`.
enum VersionManifest {
    /// The manifest of what `spec` chooses, its tarball addressed below `base` as in `TarballURLs.rewrite`; `nil` where
    /// it chooses nothing.
    static func render(_ packument: Packument, _ spec: RegistrySpec, base: String) -> [UInt8]? {
        guard let version = version(of: packument, spec), version.problem != .notAnObject else { return nil }
        var manifest: [UInt8] = []
        TarballURLs.append(version, of: packument, base: base, to: &manifest)
        return manifest
    }

    /// Exactly the version that is named; else what npm would install for it, where `latest` is always something.
    private static func version(of packument: Packument, _ spec: RegistrySpec) -> PackumentVersion? {
        if let exact = packument.version(spec.text) { return exact }
        let pick = ManifestPick(packument)
        if let key = pick.pick(spec) { return packument.version(key) }
        switch spec.kind {
        case .version(let version): return packument.versions.first { $0.semver == version }
        case .tag("latest"): return pick.pick(.any).flatMap(packument.version)
        case .tag, .range: return nil
        }
    }
}

/// The tags of a packument by themselves: `GET /-/package/{name}/dist-tags`.
enum TagList {
    static func render(_ packument: Packument) -> [UInt8] {
        var writer = JSONWriter()
        packument.writeTags(to: &writer)
        return writer.finish()
    }
}
