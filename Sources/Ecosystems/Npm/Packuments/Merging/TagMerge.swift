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
        let wanted = versions.record.tags.mapValues(\.version)
            .filter { listed.contains($0.value) && !versions.ofSite.contains($0.value) }
        var tags = replacesTags ? wanted : adding(wanted, to: localTags { listed.contains($0) })
        if versions.record.tags["latest"] != nil, wanted["latest"] == nil { tags["latest"] = nil }
        tags.merge(localTags(where: versions.ofSite.contains)) { _, ofSite in ofSite }
        tags["latest"] = latest(tags["latest"], listed: listed)
        return tags
    }

    /// Whether the incoming document has the last word on tags.
    private var replacesTags: Bool {
        guard let incoming else { return false }
        return incoming.scope == .regular && before.isCurrent(incoming.sequence)
    }

    private func localTags(where isIncluded: (String) -> Bool) -> [String: String] {
        var tags: [String: String] = [:]
        for tag in local?.tags ?? [] where isIncluded(tag.version) { tags[tag.tag] = tag.version }
        return tags
    }

    /// Adds what is absent, and moves those that still are as the source left them.
    private func adding(_ wanted: [String: String], to tags: [String: String]) -> [String: String] {
        var tags = tags
        for (tag, version) in wanted where tags[tag] == nil || isOfSource(tag, tags[tag]) { tags[tag] = version }
        return tags
    }

    /// Whether a tag is as the source left it, or is the `latest` that stood in for a version that was not here.
    private func isOfSource(_ tag: String, _ version: String?) -> Bool {
        guard let wanted = before.tags[tag]?.version else { return false }
        return version == wanted || tag == "latest" && local?.version(wanted) == nil
    }

    /// `latest` steps back only from a version that the incoming document no longer holds.
    private func latest(_ wanted: String?, listed: Set<String>) -> String? {
        guard let wanted else { return LatestTag.choice(among: versions.listed) }
        guard let present = local?.tag("latest"), listed.contains(present), !versions.ofSite.contains(wanted),
            incoming?.packument.version(present) != nil,
            let presentVersion = Semver(parsing: present, loose: true),
            let wantedVersion = Semver(parsing: wanted, loose: true)
        else { return wanted }
        return wantedVersion < presentVersion ? present : wanted
    }
}
