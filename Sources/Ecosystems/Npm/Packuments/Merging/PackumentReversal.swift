import JSON

/// A packument of which an import is taken back: as it was before, with what the site changed since.
///
/// What the site changed is whatever differs from what the import left behind, member by member: a version, a tag, a
/// time. Pure.
struct PackumentReversal {
    /// Members whose own members are compared one by one.
    static let maps = ["versions", "time", "dist-tags", "_attachments", "_distfiles", "users"]

    /// As it was before the import; `nil` where there was none.
    let before: JSONValue?
    /// As the import left it.
    let after: JSONValue
    let now: JSONValue
    /// Tarballs that go with the import.
    let removed: Set<String>

    /// The document to write; `nil` where no version is left and there was none before.
    func document() -> JSONValue? {
        var members = Members(Self.reversed(base(), Members(after), Members(now)))
        for map in Self.maps {
            guard before?[map] != nil || now[map] != nil else { continue }
            let entries = Self.reversed(Members(before?[map]), Members(after[map]), Members(now[map]))
            members.set(map, .object(entries))
        }
        dropRemoved(from: &members)
        guard before != nil || !Members(members["versions"]).list.isEmpty else { return nil }
        return .object(members.list)
    }

    /// What the members that are no maps are reversed to: where there was no document, what it says now stays.
    private func base() -> Members { Members(before ?? now) }

    /// What was there before, with what differs now from what the import left.
    private static func reversed(_ before: Members, _ after: Members, _ now: Members) -> [(String, JSONValue)] {
        var result = before
        for (name, value) in now.list where !after.has(name, value) { result.set(name, value) }
        for (name, _) in after.list where now[name] == nil { result.remove(name) }
        return result.list
    }

    /// Lists no version whose tarball goes, and no tag that names none.
    private func dropRemoved(from members: inout Members) {
        var versions = Members(members["versions"])
        var times = Members(members["time"])
        for (version, object) in versions.list where isRemoved(object) {
            versions.remove(version)
            times.remove(version)
        }
        var tags = Members(members["dist-tags"])
        for (tag, version) in tags.list where version.stringValue.map({ versions[$0] == nil }) ?? true {
            tags.remove(tag)
        }
        if tags["latest"] == nil, let latest = Self.highest(versions) { tags.set("latest", .string(latest)) }
        var attachments = Members(members["_attachments"])
        for name in removed { attachments.remove(name) }
        for (name, map) in [
            ("versions", versions), ("time", times), ("dist-tags", tags), ("_attachments", attachments),
        ] where members[name] != nil {
            members.set(name, .object(map.list))
        }
    }

    private func isRemoved(_ version: JSONValue) -> Bool {
        Self.tarball(of: version).map { removed.contains($0.string) } ?? false
    }

    /// The file that a version object names; `nil` where it names none that is safe.
    static func tarball(of version: JSONValue) -> TarballFileName? {
        guard let address = version["dist"]?["tarball"]?.stringValue else { return nil }
        return TarballFileName(address: Array(address.utf8)[...])
    }

    /// The highest release, else the highest of all.
    private static func highest(_ versions: Members) -> String? {
        let known = versions.list.compactMap { Semver(parsing: $0.0, loose: true) }.sorted()
        return (known.last { !$0.isPrerelease } ?? known.last)?.description
    }
}
