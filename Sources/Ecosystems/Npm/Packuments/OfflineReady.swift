import JSON

/// Makes a packument that installs offline from one that lists what is only online (docs/formats/packument.md).
package enum OfflineReady {
    /// Keeps the versions whose tarballs are present and those that are metadata only, and nothing that would lead
    /// elsewhere.
    ///
    /// - Parameters:
    ///   - packument: What the storage holds.
    ///   - tarballs: The files present in the package's folder, by name.
    ///   - metadataOnly: Versions listed without a tarball, as `MetadataOnlyPlan` found them.
    ///   - platforms: What the repository serves, for those versions among them that only a C library keeps off.
    /// - Returns: The document, `nil` if no version is left, and the versions that were left out although something of
    ///   them is here, in document order. The same input gives the same bytes.
    package static func render(
        _ packument: Packument,
        tarballs: [TarballFileName: TarballDigests],
        metadataOnly: Set<String> = [],
        platforms: [Platform] = []
    ) -> (bytes: [UInt8]?, dropped: [DroppedVersion]) {
        var rendering = Rendering(packument, tarballs, metadataOnly, platforms)
        for version in packument.versions { rendering.take(version) }
        return rendering.finish()
    }
}

/// One run over the versions of a document.
private struct Rendering {
    private let packument: Packument
    private let tarballs: [TarballFileName: TarballDigests]
    private let metadataOnly: Set<String>
    private let platforms: [Platform]
    private let times: [String: RawValue]
    private var kept: [OfflineDocument.Version] = []
    private var dropped: [DroppedVersion] = []

    init(
        _ packument: Packument,
        _ tarballs: [TarballFileName: TarballDigests],
        _ metadataOnly: Set<String>,
        _ platforms: [Platform]
    ) {
        self.packument = packument
        self.tarballs = tarballs
        self.metadataOnly = metadataOnly
        self.platforms = platforms
        times = packument.timesByVersion
    }

    mutating func take(_ version: PackumentVersion) {
        guard let dist = version.dist, let semver = version.semver, version.problem == nil else {
            dropped.append(DroppedVersion(version.version, .unusable(version.problem ?? .noTarball)))
            return
        }
        guard let digests = tarballs[dist.file] else { return takeWithoutTarball(version, semver) }
        if dist.names(digests.sha512, in: packument.bytes) {
            return keep(version, semver, OfflineDocument.Tarball(file: dist.file, sha1: digests.sha1))
        }
        // What states no digest that can be checked is vouched for by the archive's own from here on.
        let integrity = packument.integrity(of: dist)
        guard integrity?.fits(digests) ?? true else {
            dropped.append(DroppedVersion(version.version, .otherTarball))
            return
        }
        keep(version, semver, OfflineDocument.Tarball(file: dist.file, sha1: digests.sha1 ?? integrity?.sha1.first))
    }

    private mutating func takeWithoutTarball(_ version: PackumentVersion, _ semver: Semver) {
        guard metadataOnly.contains(version.version) else { return }
        let systems = version.truePlatform?.systemsToKeepOff(platforms) ?? []
        list(version, semver, version.object(in: packument.bytes, keptOff: systems), nil)
    }

    private mutating func keep(_ version: PackumentVersion, _ semver: Semver, _ tarball: OfflineDocument.Tarball) {
        list(version, semver, version.object(in: packument.bytes), tarball)
    }

    private mutating func list(
        _ version: PackumentVersion,
        _ semver: Semver,
        _ object: RawValue,
        _ tarball: OfflineDocument.Tarball?
    ) {
        let time = times[version.version]
        kept.append(OfflineDocument.Version(version, semver: semver, object: object, time: time, tarball: tarball))
    }

    consuming func finish() -> (bytes: [UInt8]?, dropped: [DroppedVersion]) {
        var (tags, members) = (tags(), packument.otherMembers.filter { $0.name != StandIn.member })
        if tags["latest"] == nil, let instead = LatestTag.choice(among: kept, upstream: packument.upstreamLatest) {
            tags["latest"] = instead
            if let standIn = standIn(instead) { members.append((StandIn.member, RawValue(standIn.json))) }
        }
        let document = OfflineDocument(
            name: packument.name,
            versions: kept,
            tags: tags,
            created: packument.created,
            members: members
        )
        return (kept.isEmpty ? nil : document.encoded(revision: 1), dropped)
    }

    /// What has to be said of a `latest` that may lie below what a site has for one already.
    ///
    /// Nothing of the highest version while a newer one is merely not here: upstream moves on every day, and that is no
    /// news.
    private func standIn(_ instead: String) -> StandIn? {
        guard let upstream = packument.upstreamLatest else { return nil }
        let isUsual = packument.version(upstream) != nil && instead == LatestTag.choice(among: kept)
        return isUsual ? nil : StandIn(upstream: upstream, instead: instead)
    }

    /// The tags of what is listed; no `latest` but upstream's own.
    private func tags() -> [String: String] {
        let versions = Set(kept.map(\.version))
        var tags: [String: String] = [:]
        for tag in packument.tags where versions.contains(tag.version) { tags[tag.tag] = tag.version }
        tags["latest"] = packument.upstreamLatest.flatMap { versions.contains($0) ? $0 : nil }
        return tags
    }
}

/// Which version `latest` names when the document's own choice is not there.
enum LatestTag {
    /// The highest stable version that is not deprecated and not above what upstream's `latest` names, else the highest
    /// such version at all, else the highest prerelease, else the highest of all.
    ///
    /// Versions that are metadata only count where there are no others: nobody can install them here.
    static func choice(among versions: [OfflineDocument.Version], upstream: String? = nil) -> String? {
        let installable = versions.filter { $0.tarball != nil }
        let candidates = (installable.isEmpty ? versions : installable).sorted(by: OfflineDocument.Version.precedes)
        let offered = candidates.filter { !$0.semver.isPrerelease && !$0.isDeprecated }
        let bound = upstream.flatMap { Semver(parsing: $0, loose: true) }
        let best =
            bound.flatMap { bound in offered.last { !(bound < $0.semver) } } ?? offered.last
            ?? candidates.last { $0.semver.isPrerelease } ?? candidates.last
        return best?.version
    }
}
