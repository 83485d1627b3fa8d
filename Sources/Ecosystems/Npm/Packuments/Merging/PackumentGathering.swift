import JSON

/// A packument that was unpacked over others, with the versions that only those list.
///
/// Pure.
struct PackumentGathering {
    /// What lies there, and what it replaced, newest first.
    let documents: [JSONValue]
    /// The tarballs that lie beside it.
    let tarballs: Set<String>

    /// What lies there, with each version, time, tag and other entry that only an older one has, if its tarball is here.
    func document() -> JSONValue {
        var result = Members(documents.first)
        for older in documents.dropFirst() { take(older, into: &result) }
        return .object(result.list)
    }

    private func take(_ older: JSONValue, into result: inout Members) {
        let known = Members(result["versions"])
        let versions = Members(older["versions"]).list.filter { known[$0.0] == nil && isHere($0.1) }
        let names = Set(versions.map(\.0))
        guard !names.isEmpty else { return }
        for map in PackumentReversal.maps where older[map] != nil {
            var entries = Members(result[map])
            for (name, value) in Members(older[map]).list where entries[name] == nil {
                if belongs(map, name, value, to: names) { entries.set(name, value) }
            }
            result.set(map, .object(entries.list))
        }
    }

    /// Whether an entry of a map is about one of these versions, or about a file that is here.
    private func belongs(_ map: String, _ name: String, _ value: JSONValue, to versions: Set<String>) -> Bool {
        switch map {
        case "versions", "time": versions.contains(name)
        case "dist-tags": value.stringValue.map(versions.contains) ?? false
        case "_attachments", "_distfiles": tarballs.contains(name)
        default: true
        }
    }

    private func isHere(_ version: JSONValue) -> Bool {
        PackumentReversal.tarball(of: version).map { tarballs.contains($0.string) } ?? false
    }
}
