import JSON

/// Addresses of tarballs as a registry of ours gives them.
package enum TarballURLs {
    /// The whole document with every `dist.tarball` leading to `base`, without the storage's bookkeeping.
    ///
    /// An address becomes `<base>/<name>/-/<file>`; one that names no safe file, and everything else, stays as it is,
    /// byte for byte.
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
            if member.name == "versions" {
                writer.raw { appendVersions(packument, in: member.value, base: base, to: &$0) }
            } else {
                writer.raw(bytes, member.value)
            }
        }
        writer.endObject()
        return writer.finish()
    }

    /// Members of the storage alone, which no client is shown.
    static let bookkeeping: Set<String> = ["_uplinks", "_distfiles", "_attachments"]

    /// Appends a `dist` object with its tarball addressed below `base`.
    static func append(_ dist: Distribution, of packument: Packument, base: String, to copy: inout [UInt8]) {
        copy.append(contentsOf: packument.bytes[dist.span.lowerBound...dist.tarball.lowerBound])
        appendAddress(of: dist.file, in: packument.name, base: base, to: &copy)
        copy.append(contentsOf: packument.bytes[(dist.tarball.upperBound - 1)..<dist.span.upperBound])
    }

    private static func appendVersions(
        _ packument: Packument,
        in span: Range<Int>,
        base: String,
        to copy: inout [UInt8]
    ) {
        var position = span.lowerBound
        for dist in packument.versions.compactMap(\.dist) {
            copy.append(contentsOf: packument.bytes[position..<dist.span.lowerBound])
            append(dist, of: packument, base: base, to: &copy)
            position = dist.span.upperBound
        }
        copy.append(contentsOf: packument.bytes[position..<span.upperBound])
    }

    /// The address of one file as it stands between quotes; what a host name cannot hold is left out of `base`.
    private static func appendAddress(
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
