import Crypto
import JSON
import Posix

/// Joins what an upstream says of a package with what its storage holds (docs/formats/storage.md, "What is fetched").
///
/// What upstream says counts, so that a version that was deprecated or a tag that moved arrives. Nothing that was
/// published here goes, and no version goes whose tarball is here.
struct UpstreamMerge {
    /// One version of the joined document, and the document that it comes from.
    struct Version {
        let version: PackumentVersion
        let source: Packument
        /// Whether it is as upstream has it.
        let isUpstream: Bool
    }

    let name: PackageName
    let upstream: Packument
    let stored: Packument?
    /// In the order in which they are listed.
    let versions: [Version]
    /// Versions that upstream has with another tarball than the one that is here, which stays.
    let conflicts: [String]
    /// The addresses that the storage noted, by file.
    let downloads: [String: Range<Int>]
    /// Versions that were published here.
    private let published: Set<String>

    /// `files` are the names in the folder of the package.
    init(_ name: PackageName, upstream: Packument, stored: Packument?, files: Set<String>) {
        self.name = name
        self.upstream = upstream
        self.stored = stored
        let downloads = stored?.entries(of: "_distfiles") ?? [:]
        self.downloads = downloads
        func isHere(_ version: PackumentVersion) -> Bool {
            version.dist.map { files.contains($0.file.string) } ?? false
        }
        func isPublished(_ version: PackumentVersion) -> Bool {
            version.dist.map { downloads[$0.file.string] == nil } ?? true
        }
        var (versions, conflicts): ([Version], [String]) = ([], [])
        for version in upstream.versions {
            if let stored, let ours = stored.version(version.version), isHere(ours),
                ours.differs(in: stored, from: version, in: upstream)
            {
                conflicts.append(version.version)
                versions.append(Version(version: ours, source: stored, isUpstream: false))
            } else {
                versions.append(Version(version: version, source: upstream, isUpstream: true))
            }
        }
        var published: Set<String> = []
        for ours in stored?.versions ?? [] where upstream.version(ours.version) == nil {
            guard let stored, isHere(ours) || isPublished(ours) else { continue }
            versions.append(Version(version: ours, source: stored, isUpstream: false))
            if isPublished(ours) { published.insert(ours.version) }
        }
        (self.versions, self.conflicts, self.published) = (versions, conflicts, published)
    }

    /// Versions that came from upstream, are kept since their tarball is here, and are no longer there.
    var withdrawn: [String] {
        versions.filter { !$0.isUpstream && upstream.version($0.version.version) == nil }.map(\.version.version)
            .filter { !published.contains($0) }
    }

    /// Upstream's tags, and those that lead to what was published here: a tag of both to the higher version.
    var tags: [DistTag] {
        let ours = (stored?.tags ?? []).filter { published.contains($0.version) }
        let theirs = upstream.tags.map { tag in
            ours.first { $0.tag == tag.tag && Semver.isHigher($0.version, than: tag.version) } ?? tag
        }
        return theirs + ours.filter { upstream.tag($0.tag) == nil }
    }

    /// Upstream's times, and those of the versions that only the storage has.
    var times: [(name: String, source: Packument, value: Range<Int>)] {
        let theirs = Set(upstream.times.map(\.name))
        let kept = Set(versions.filter { !$0.isUpstream }.map(\.version.version))
        let ours = stored.map { stored in
            stored.times.filter { !theirs.contains($0.name) && kept.contains($0.name) }.map {
                ($0.name, stored, $0.value)
            }
        }
        return upstream.times.map { ($0.name, upstream, $0.value) } + (ours ?? [])
    }
}

extension Semver {
    fileprivate static func isHigher(_ left: String, than right: String) -> Bool {
        guard let own = Semver(parsing: left, loose: true) else { return false }
        return Semver(parsing: right, loose: true).map { $0 < own } ?? true
    }
}

extension PackumentVersion {
    /// Whether both state digests, and none that both state is the same.
    fileprivate func differs(in document: Packument, from other: PackumentVersion, in otherDocument: Packument) -> Bool
    {
        guard let dist, let otherDist = other.dist else { return other.dist == nil }
        if let own = document.statedSHA1(of: self), let theirs = otherDocument.statedSHA1(of: other) {
            return own != theirs
        }
        guard let own = document.integrity(of: dist), let theirs = otherDocument.integrity(of: otherDist) else {
            return false
        }
        return own != theirs
    }
}

extension Packument {
    /// The values of an object member of the document, by name.
    func entries(of member: String) -> [String: Range<Int>] {
        guard let span = self.member(member) else { return [:] }
        let members = RawValue(bytes, span).members
        return Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    }
}
