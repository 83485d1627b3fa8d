/// Makes a packument that installs offline from one that lists what is only online (docs/formats/packument.md).
package enum OfflineReady {
    /// Keeps the versions whose tarballs are present and those that are metadata only, and nothing that would lead
    /// elsewhere.
    ///
    /// - Parameters:
    ///   - packument: What the storage holds.
    ///   - tarballs: The files present in the package's folder, by name.
    ///   - metadataOnly: Versions listed without a tarball, as `MetadataOnlyPlan` found them.
    /// - Returns: The document, `nil` if no version is left, and what was done. The same input gives the same bytes.
    package static func render(
        _ packument: Packument,
        tarballs: [TarballFileName: TarballDigests],
        metadataOnly: Set<String> = []
    ) -> (bytes: [UInt8]?, report: OfflineReadyReport) {
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
    private var report = OfflineReadyReport()

    init(_ packument: Packument, _ tarballs: [TarballFileName: TarballDigests], _ metadataOnly: Set<String>) {
        self.packument = packument
        self.tarballs = tarballs
        self.metadataOnly = metadataOnly
        times = packument.timesByVersion
    }

    mutating func take(_ version: PackumentVersion) {
        guard let dist = version.dist, let semver = version.semver, version.problem == nil else {
            report.dropped.append(DroppedVersion(version.version, .unusable(version.problem ?? .noTarball)))
            return
        }
        guard let digests = tarballs[dist.file] else { return takeWithoutTarball(version, semver) }
        if dist.names(digests.sha512, in: packument.bytes) {
            return keep(version, semver, OfflineDocument.Tarball(file: dist.file, sha1: digests.sha1))
        }
        guard let integrity = packument.integrity(of: dist) else {
            report.dropped.append(DroppedVersion(version.version, .unusable(.noDigest)))
            return
        }
        guard integrity.fits(digests) else {
            report.dropped.append(DroppedVersion(version.version, .otherTarball))
            return
        }
        keep(version, semver, OfflineDocument.Tarball(file: dist.file, sha1: digests.sha1 ?? integrity.sha1.first))
    }

    private mutating func takeWithoutTarball(_ version: PackumentVersion, _ semver: Semver) {
        guard metadataOnly.contains(version.version) else {
            report.absent += 1
            return
        }
        report.metadataOnly.append(version.version)
        keep(version, semver, nil)
    }

    private mutating func keep(_ version: PackumentVersion, _ semver: Semver, _ tarball: OfflineDocument.Tarball?) {
        if tarball != nil { report.installable += 1 }
        kept.append(packument.offlineVersion(version, semver, time: times[version.version], tarball: tarball))
    }

    consuming func finish() -> (bytes: [UInt8]?, report: OfflineReadyReport) {
        let document = OfflineDocument(
            name: packument.name,
            versions: kept,
            tags: tags(),
            created: packument.created,
            members: packument.otherMembers
        )
        report.unlisted = unlisted(document)
        return (kept.isEmpty ? nil : document.encoded(revision: 1), report)
    }

    private func tags() -> [String: String] {
        let versions = Set(kept.map(\.version))
        var tags: [String: String] = [:]
        for tag in packument.tags where versions.contains(tag.version) { tags[tag.tag] = tag.version }
        if tags["latest"] == nil { tags["latest"] = LatestTag.choice(among: kept) }
        return tags
    }

    private func unlisted(_ document: OfflineDocument) -> [TarballFileName] {
        // Every attachment is one of the tarballs, so as many of them are all of them.
        guard document.attachments.count < tarballs.count else { return [] }
        let listed = Set(document.attachments.map(\.tarball.file))
        return tarballs.keys.filter { !listed.contains($0) }.sorted()
    }
}
