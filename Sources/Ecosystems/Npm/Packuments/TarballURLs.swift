import JSON

/// Addresses of tarballs as a registry of ours gives them.
package enum TarballURLs {
    /// The whole document with every `dist.tarball` leading to `base`, without the storage's bookkeeping.
    ///
    /// An address becomes `<base>/<name>/-/<file>`; one that names no safe file, and everything else that clients can
    /// read, stays as it is, byte for byte.
    ///
    /// - Parameters:
    ///   - packument: The document as it lies in a storage.
    ///   - base: The registry's own address without a slash at its end, such as `http://host:4873/npm`.
    /// - Returns: The document to answer with.
    package static func rewrite(_ packument: Packument, base: String) -> [UInt8] {
        let bytes = packument.bytes
        var writer = JSONWriter(capacity: bytes.count + packument.versions.count * base.utf8.count)
        writer.beginObject()
        for member in packument.members where !bookkeeping.contains(member.name) {
            writer.key(member.name)
            switch member.name {
            case "versions": writer.raw { appendVersions(packument, in: member.value, base: base, to: &$0) }
            case "dist-tags": packument.writeTags(in: member.value, to: &writer)
            case "time": packument.writeTimes(in: member.value, to: &writer)
            default:
                let isSound = RawValue(bytes, member.value).isSound(as: member.name)
                if isSound { writer.raw(bytes, member.value) } else { writer.value([:]) }
            }
        }
        if packument.member("dist-tags") == nil { packument.writeOwnTags(to: &writer) }
        writer.endObject()
        return writer.finish()
    }

    /// Members of the storage alone, which no client is shown.
    static let bookkeeping: Set<String> = ["_uplinks", "_distfiles", "_attachments"]

    /// Appends a version object with its tarball addressed below `base`.
    static func append(_ version: PackumentVersion, of packument: Packument, base: String, to copy: inout [UInt8]) {
        copy.append(packument.bytes, version.span, edited: edits(of: version, packument, base))
    }

    private static func appendVersions(
        _ packument: Packument,
        in span: Range<Int>,
        base: String,
        to copy: inout [UInt8]
    ) {
        guard packument.versions.isEmpty || packument.versions.contains(where: { $0.problem == .notAnObject }) else {
            let all = packument.versions.lazy.flatMap { edits(of: $0, packument, base) }
            return copy.append(packument.bytes, span, edited: all)
        }
        var writer = JSONWriter()
        writer.beginObject()
        for version in packument.versions where version.problem != .notAnObject {
            writer.key(version.version)
            writer.raw { append(version, of: packument, base: base, to: &$0) }
        }
        writer.endObject()
        copy += writer.finish()
    }

    /// What makes a version object strict, and its tarball one of ours.
    private static func edits(of version: PackumentVersion, _ packument: Packument, _ base: String) -> [SpanEdit] {
        guard let dist = version.dist else { return version.edits }
        var address: [UInt8] = [UInt8(ascii: "\"")]
        appendAddress(of: dist.file, in: packument.name, base: base, to: &address)
        address.append(UInt8(ascii: "\""))
        let others = version.edits.filter { $0.range != dist.tarball }
        return (others + [SpanEdit(dist.tarball, address)]).sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The address of one file as it stands between quotes; what a host name cannot hold is left out of `base`.
    static func appendAddress(
        of file: TarballFileName,
        in package: PackageName,
        base: String,
        to address: inout [UInt8]
    ) {
        address.append(
            contentsOf: base.utf8.filter { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        )
        address.append(UInt8(ascii: "/"))
        appendEscaped(package.string, keeping: [UInt8(ascii: "@"), UInt8(ascii: "/")], to: &address)
        address.append(contentsOf: "/-/".utf8)
        appendEscaped(file.string, keeping: [UInt8(ascii: "@")], to: &address)
    }

    private static func appendEscaped(_ text: String, keeping kept: [UInt8], to address: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if byte.isNameByte || kept.contains(byte) {
                address.append(byte)
            } else {
                address.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
    }
}
