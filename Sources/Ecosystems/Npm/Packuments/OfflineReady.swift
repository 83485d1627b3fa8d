/// Makes a packument that installs offline from one that lists what is only online (docs/formats/packument.md).
package enum OfflineReady {
    /// Keeps the versions whose tarballs are present and those that are metadata only, and nothing that would lead
    /// elsewhere.
    ///
    /// - Parameters:
    ///   - packument: What the storage holds.
    ///   - tarballs: The files present in the package's folder, by name.
    ///   - metadataOnly: Versions listed without a tarball, as `MetadataOnlyPlan` found them.
    /// - Returns: The document, `nil` if no version is left, and the versions that were left out although something of
    ///   them is here, in document order. The same input gives the same bytes.
    package static func render(
        _ packument: Packument,
        tarballs: [TarballFileName: TarballDigests],
        metadataOnly: Set<String> = []
    ) -> (bytes: [UInt8]?, dropped: [DroppedVersion]) {
        var rendering = Rendering(packument, tarballs, metadataOnly)
        for version in packument.versions { rendering.take(version) }
        return rendering.finish()
    }
}

/// One run over the versions of a document.
private struct Rendering {
    private let packument: Packument
    private let tarballs: [TarballFileName: TarballDigests]
    private let metadataOnly: Set<String>
    private let times: [String: RawValue]
    private var kept: [OfflineDocument.Version] = []
    private var dropped: [DroppedVersion] = []

    init(_ packument: Packument, _ tarballs: [TarballFileName: TarballDigests], _ metadataOnly: Set<String>) {
        self.packument = packument
        self.tarballs = tarballs
        self.metadataOnly = metadataOnly
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
        guard let integrity = packument.integrity(of: dist) else {
            dropped.append(DroppedVersion(version.version, .unusable(.noDigest)))
            return
        }
        guard integrity.fits(digests) else {
            dropped.append(DroppedVersion(version.version, .otherTarball))
            return
        }
        keep(version, semver, OfflineDocument.Tarball(file: dist.file, sha1: digests.sha1 ?? integrity.sha1.first))
    }

    private mutating func takeWithoutTarball(_ version: PackumentVersion, _ semver: Semver) {
        if metadataOnly.contains(version.version) { keep(version, semver, nil) }
    }

    private mutating func keep(_ version: PackumentVersion, _ semver: Semver, _ tarball: OfflineDocument.Tarball?) {
        kept.append(packument.offlineVersion(version, semver, time: times[version.version], tarball: tarball))
    }

    consuming func finish() -> (bytes: [UInt8]?, dropped: [DroppedVersion]) {
        let document = OfflineDocument(
            name: packument.name,
            versions: kept,
            tags: tags(),
            created: packument.created,
            members: packument.otherMembers
        )
        return (kept.isEmpty ? nil : document.encoded(revision: 1), dropped)
    }

    private func tags() -> [String: String] {
        let versions = Set(kept.map(\.version))
        var tags: [String: String] = [:]
        for tag in packument.tags where versions.contains(tag.version) { tags[tag.tag] = tag.version }
        if tags["latest"] == nil { tags["latest"] = LatestTag.choice(among: kept) }
        return tags
    }
}

/// Which version `latest` names when the document's own choice is not there.
enum LatestTag {
    /// The highest stable version that is not deprecated, else the highest prerelease, else the highest of all.
    ///
    /// Versions that are metadata only count where there are no others: nobody can install them here.
    static func choice(among versions: [OfflineDocument.Version]) -> String? {
        let installable = versions.filter { $0.tarball != nil }
        let candidates = (installable.isEmpty ? versions : installable).sorted(by: OfflineDocument.Version.precedes)
        let best =
            candidates.last { !$0.semver.isPrerelease && !$0.isDeprecated }
            ?? candidates.last { $0.semver.isPrerelease } ?? candidates.last
        return best?.version
    }
}
