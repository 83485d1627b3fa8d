import JSON

/// Chooses among a package's versions as npm does (npm-pick-manifest).
///
/// A version or a tag is answered exactly or not at all. For a range npm prefers what `latest` names, even when a
/// higher version satisfies it; then versions that are not deprecated and whose engines fit, the highest first.
package struct ManifestPick: Sendable {
    private let candidates: [Candidate]
    private let positions: [String: Int]
    private let tags: [String: String]

    /// Takes a package's versions and `dist-tags`; with `node`, versions whose `engines.node` excludes it come last.
    package init(versions: [PublishedVersion], tags: [String: String], node: Semver? = nil) {
        candidates = versions.map { Candidate($0, node: node) }
        positions = Dictionary(candidates.indices.map { (versions[$0].key, $0) }) { first, _ in first }
        self.tags = tags
    }

    /// The key in `versions` of the one npm would install; `nil` where npm finds none (`ETARGET`).
    package func pick(_ spec: RegistrySpec) -> String? {
        switch spec.kind {
        case .version(let version): candidate(version.description)?.key
        case .tag(let tag): tags[tag].flatMap(candidate)?.key
        case .range(let range): latest(in: range, isAny: spec.text == "*") ?? best(in: range)
        }
    }

    /// The key of the highest version that satisfies `spec`, which other package managers may prefer.
    package func maxSatisfying(_ spec: RegistrySpec) -> String? {
        guard case .range(let range) = spec.kind else { return pick(spec) }
        return highest(in: range) { $0.version < $1.version }
    }

    private func candidate(_ key: String) -> Candidate? { positions[key].map { candidates[$0] } }

    /// What `latest` names, if it is in the range and nothing speaks against it; `*` takes a prerelease too.
    private func latest(in range: SemverRange, isAny: Bool) -> String? {
        guard let latest = tags["latest"].flatMap(candidate), latest.isPreferred else { return nil }
        return isAny || latest.version.map(range.contains) ?? false ? latest.key : nil
    }

    private func best(in range: SemverRange) -> String? {
        highest(in: range) { left, right in
            if left.candidate.isPreferred != right.candidate.isPreferred { return right.candidate.isPreferred }
            if left.candidate.engineFits != right.candidate.engineFits { return right.candidate.engineFits }
            if left.candidate.isDeprecated != right.candidate.isDeprecated { return left.candidate.isDeprecated }
            return left.version < right.version
        }
    }

    private typealias Match = (candidate: Candidate, version: Semver)

    private func highest(in range: SemverRange, by precedes: (Match, Match) -> Bool) -> String? {
        var highest: Match?
        for candidate in candidates {
            guard let version = candidate.version, range.contains(version) else { continue }
            if let best = highest, !precedes(best, (candidate, version)) { continue }
            highest = (candidate, version)
        }
        return highest?.candidate.key
    }
}

/// A version with everything read that the comparison asks for.
private struct Candidate: Sendable {
    let key: String
    /// `nil` for a key that is no version, which only a tag can choose.
    let version: Semver?
    let isDeprecated: Bool
    let engineFits: Bool

    init(_ published: PublishedVersion, node: Semver?) {
        key = published.key
        version = Semver(parsing: published.key, loose: true)
        isDeprecated = published.isDeprecated
        engineFits = Self.fits(published.node, node)
    }

    var isPreferred: Bool { engineFits && !isDeprecated }

    /// npm reads engines strictly, counts prereleases of node as releases, and takes an unreadable range for a misfit.
    private static func fits(_ range: String?, _ node: Semver?) -> Bool {
        guard let node, let range, !range.isEmpty else { return true }
        return SemverRange(parsing: range, includingPrereleases: true)?.contains(node) ?? false
    }
}

extension ManifestPick {
    /// Chooses among the versions of a packument; `engines` are read only where a version of node is given.
    package init(_ packument: Packument, node: Semver? = nil) {
        let versions = packument.versions.map { version in
            PublishedVersion(
                key: version.version,
                isDeprecated: version.isDeprecated,
                node: node.flatMap { _ in packument.node(version) }
            )
        }
        let tags = packument.tags.map { ($0.tag, $0.version) }
        self.init(versions: versions, tags: Dictionary(tags) { first, _ in first }, node: node)
    }
}

extension Packument {
    fileprivate func node(_ version: PackumentVersion) -> String? {
        entries(member("engines", of: version)).first { $0.name == "node" }?.text
    }
}

/// What a packument says of one version, as far as choosing among versions needs it.
package struct PublishedVersion: Hashable, Sendable {
    /// The member name in `versions`.
    package let key: String
    /// Whether `deprecated` says something: neither absent, empty nor `false`.
    package let isDeprecated: Bool
    /// The range in `engines.node`.
    package let node: String?

    package init(key: String, isDeprecated: Bool = false, node: String? = nil) {
        self.key = key
        self.isDeprecated = isDeprecated
        self.node = node
    }
}
