/// Decides which tags name which versions.
struct TagMerge {
    let local: Packument?
    let incoming: IncomingPackument?
    /// The record as it was before this merge.
    let before: PackumentRecord
    let versions: VersionMerge

    /// The tags to have, all of them naming listed versions; `latest` among them unless nothing is listed.
    func merged() -> [String: String] {
        let listed = Set(versions.listed.map(\.version))
        let wanted = wanted { listed.contains($0) && !versions.ofSite.contains($0) }
        let own = localTags { listed.contains($0) }
        var tags = replacesTags ? replacing(own, with: wanted) : adding(wanted, to: own)
        if wanted["latest"] == nil, tags["latest"].map({ isOfSource("latest", $0) }) ?? false { tags["latest"] = nil }
        tags.merge(localTags(where: versions.ofSite.contains)) { _, ofSite in ofSite }
        if tags["latest"] == nil { tags["latest"] = LatestTag.choice(among: versions.listed) }
        return tags
    }

    /// What the source wants of the versions that are here.
    private func wanted(where isHere: (String) -> Bool) -> [String: String] {
        var wanted = versions.record.tags.mapValues(\.version).filter { isHere($0.value) }
        wanted["latest"] = versions.record.wantedLatest(where: isHere)
        return wanted
    }

    /// Whether the incoming document has the last word on tags.
    private var replacesTags: Bool {
        guard let incoming else { return false }
        return incoming.scope == .regular && before.isCurrent(incoming.sequence)
    }

    /// Whether a tag is no word of the source's: one that it never had, or a `latest` that was moved here and that
    /// only a stand-in speaks against.
    private func isOfSite(_ tag: String, _ version: String) -> Bool {
        guard tag == "latest" else { return !versions.record.knownTags.contains(tag) }
        let isAnswered = versions.record.tags["latest"].map { !$0.isStandIn } ?? false
        return !isAnswered && before.tags["latest"] != nil && !isOfSource(tag, version)
    }

    private func localTags(where isIncluded: (String) -> Bool) -> [String: String] {
        var tags: [String: String] = [:]
        for tag in local?.tags ?? [] where isIncluded(tag.version) { tags[tag.tag] = tag.version }
        return tags
    }

    /// Takes what the source wants, and keeps what it has no say in.
    private func replacing(_ tags: [String: String], with wanted: [String: String]) -> [String: String] {
        wanted.merging(tags.filter { isOfSite($0.key, $0.value) }) { _, ofSite in ofSite }
    }

    /// Adds what is absent, and moves those that still are as the source left them.
    private func adding(_ wanted: [String: String], to tags: [String: String]) -> [String: String] {
        var tags = tags
        for (tag, version) in wanted where tags[tag].map({ isOfSource(tag, $0) }) ?? true { tags[tag] = version }
        return tags
    }

    /// Whether a tag is as the source left it, or is the `latest` that was chosen here for want of what it should name.
    private func isOfSource(_ tag: String, _ version: String) -> Bool {
        guard tag == "latest" else { return before.tags[tag]?.version == version }
        guard before.tags["latest"] != nil else { return false }
        let wanted = before.wantedLatest { local?.version($0) != nil }
        return wanted == nil || wanted == version
    }
}
