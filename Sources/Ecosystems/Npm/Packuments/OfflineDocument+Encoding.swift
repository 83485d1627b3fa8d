import Crypto
import JSON
import Posix

extension OfflineDocument {
    /// The document as bytes, with `_rev` counting `number` and naming the content.
    func encoded(revision number: UInt64) -> [UInt8] {
        var bytes = contents()
        let digest = SHA512.hash(bytes).hex.prefix(16)
        bytes.removeLast()
        bytes.append(contentsOf: ",\"_rev\":\"\(number)-\(digest)\"}".utf8)
        return bytes
    }

    /// The whole document but `_rev`, which is derived from it.
    private func contents() -> [UInt8] {
        var writer = JSONWriter(capacity: size)
        writer.beginObject()
        writer.key("name")
        writer.string(name.string)
        writeTags(&writer)
        writeTimes(&writer)
        writeVersions(&writer)
        for (name, value) in members { writer.member(name, value) }
        writeAttachments(&writer)
        for name in ["_distfiles", "_uplinks"] {
            writer.key(name)
            writer.beginObject()
            writer.endObject()
        }
        writer.endObject()
        return writer.finish()
    }

    /// A guess from above, so that growing the array does not double the memory.
    private var size: Int {
        let copied = versions.reduce(0) {
            $0 + $1.object.span.count + ($1.time?.span.count ?? 0) + 2 * $1.version.utf8.count
        }
        let others = members.reduce(0) { $0 + $1.value.span.count + $1.name.utf8.count }
        return copied + others + versions.count * 160 + 4096
    }

    private func writeTags(_ writer: inout JSONWriter) {
        writer.key("dist-tags")
        writer.beginObject()
        let others = tags.keys.filter { $0 != "latest" }.sorted(by: RelativePath.bytesPrecede)
        for tag in ["latest"] + others {
            guard let version = tags[tag] else { continue }
            writer.key(tag)
            writer.string(version)
        }
        writer.endObject()
    }

    private func writeTimes(_ writer: inout JSONWriter) {
        writer.key("time")
        writer.beginObject()
        if let created { writer.member("created", created) }
        if let modified { writer.member("modified", modified) }
        for version in versions {
            if let time = version.time { writer.member(version.version, time) }
        }
        writer.endObject()
    }

    private func writeVersions(_ writer: inout JSONWriter) {
        writer.key("versions")
        writer.beginObject()
        for version in versions { writer.member(version.version, version.object) }
        writer.endObject()
    }

    private func writeAttachments(_ writer: inout JSONWriter) {
        writer.key("_attachments")
        writer.beginObject()
        for (tarball, version) in attachments {
            writer.key(tarball.file.string)
            writer.beginObject()
            if let sha1 = tarball.sha1 {
                writer.key("shasum")
                writer.string(sha1.hex)
            }
            writer.key("version")
            writer.string(version)
            writer.endObject()
        }
        writer.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ value: RawValue) {
        key(name)
        raw(value.bytes, value.span)
    }
}
