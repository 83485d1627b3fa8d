import Crypto
import HTTPClient
import JSON
import Posix
import Time

/// The document that a storage gets of a package, member by member as Verdaccio writes it.
struct StoredDocument {
    let merge: UpstreamMerge
    /// What the upstream is called in the document.
    let uplink: String
    let validator: Validator
    let fetched: Moment

    /// Bytes that are gathered before they are written.
    private static let piece = 256 << 10

    /// Writes it piece by piece, since it may be larger than anybody wants to hold once more.
    func write(to file: borrowing Descriptor) throws(SystemError) {
        var json = TabbedJSON()
        json.beginObject()
        json.key("name")
        json.string(merge.name.string)
        try writeVersions(&json, to: file)
        writeTimes(&json)
        writeKept("users", as: "{}", &json)
        writeTags(&json)
        writeUplinks(&json)
        writeDownloads(&json)
        try flush(&json, to: file)
        writeKept("_attachments", as: "{}", &json)
        json.key("_rev")
        json.string(Self.revision(after: merge.stored?.revision))
        json.key("_id")
        json.string(merge.name.string)
        writeKept("readme", as: "\"\"", &json)
        writeOthers(&json)
        json.endObject()
        try file.write(json.take())
    }

    /// The revision that follows another: one higher, with digits that nobody else has.
    static func revision(after revision: String?) -> String {
        let number = revision?.split(separator: "-").first.flatMap { UInt64($0) } ?? 0
        return "\(min(number, 1 << 53) + 1)-\(Randomness.hex(8))"
    }

    private func writeVersions(_ json: inout TabbedJSON, to file: borrowing Descriptor) throws(SystemError) {
        json.key("versions")
        json.beginObject()
        for version in merge.versions {
            json.key(version.version.version)
            json.value(version.source.bytes, version.version.span)
            if json.count > Self.piece { try flush(&json, to: file) }
        }
        json.endObject()
    }

    private func flush(_ json: inout TabbedJSON, to file: borrowing Descriptor) throws(SystemError) {
        try file.write(json.take())
    }

    private func writeTimes(_ json: inout TabbedJSON) {
        json.key("time")
        json.beginObject()
        for time in merge.times {
            json.key(time.name)
            json.value(time.source.bytes, time.value)
        }
        json.endObject()
    }

    private func writeTags(_ json: inout TabbedJSON) {
        json.key("dist-tags")
        json.beginObject()
        for tag in merge.tags {
            json.key(tag.tag)
            json.string(tag.version)
        }
        json.endObject()
    }

    private func writeUplinks(_ json: inout TabbedJSON) {
        json.key("_uplinks")
        json.beginObject()
        writeOthers(of: "_uplinks", except: [uplink], &json)
        json.key(uplink)
        json.beginObject()
        if let etag = validator.etag {
            json.key("etag")
            json.string(etag)
        }
        json.key("fetched")
        json.integer(fetched.milliseconds)
        if !merge.withdrawn.isEmpty {
            let withdrawn = JSONValue.array(merge.withdrawn.map { .string($0) }).encoded()
            json.key(Packument.withdrawnMember)
            json.value(withdrawn, 0..<withdrawn.count)
        }
        json.endObject()
        json.endObject()
    }

    private func writeDownloads(_ json: inout TabbedJSON) {
        json.key("_distfiles")
        json.beginObject()
        var written: Set<String> = []
        for version in merge.versions {
            guard let dist = version.version.dist, written.insert(dist.file.string).inserted else { continue }
            if version.isUpstream {
                json.key(dist.file.string)
                writeDownload(version, dist, &json)
            } else if let stored = merge.stored, let known = merge.downloads[dist.file.string] {
                json.key(dist.file.string)
                json.value(stored.bytes, known)
            }
        }
        json.endObject()
    }

    private func writeDownload(_ version: UpstreamMerge.Version, _ dist: Distribution, _ json: inout TabbedJSON) {
        json.beginObject()
        json.key("url")
        json.value(version.source.bytes, dist.tarball)
        if let sha1 = version.source.statedSHA1(of: version.version) {
            json.key("sha")
            json.string(sha1.hex)
        }
        json.key("registry")
        json.string(uplink)
        json.endObject()
    }

    /// A member as the storage has it; `fallback` where it has none.
    private func writeKept(_ name: String, as fallback: String, _ json: inout TabbedJSON) {
        json.key(name)
        if let stored = merge.stored, let span = stored.member(name) { return json.value(stored.bytes, span) }
        let text = Array(fallback.utf8)
        json.value(text, 0..<text.count)
    }

    private static let written: Set = [
        "name", "versions", "time", "users", "dist-tags", "_uplinks", "_distfiles", "_attachments", "_rev", "_id",
        "readme",
    ]

    /// What the storage has and Verdaccio does not write.
    private func writeOthers(_ json: inout TabbedJSON) {
        guard let stored = merge.stored else { return }
        for member in stored.members where !Self.written.contains(member.name) {
            json.key(member.name)
            json.value(stored.bytes, member.value)
        }
    }

    private func writeOthers(of name: String, except hidden: Set<String>, _ json: inout TabbedJSON) {
        guard let stored = merge.stored, let span = stored.member(name) else { return }
        for member in RawValue(stored.bytes, span).members where !hidden.contains(member.name) {
            json.key(member.name)
            json.value(stored.bytes, member.value)
        }
    }
}
