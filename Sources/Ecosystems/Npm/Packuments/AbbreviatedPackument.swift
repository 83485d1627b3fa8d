import JSON

/// The short form of a packument that installing clients ask for, `application/vnd.npm.install-v1+json`.
package enum AbbreviatedPackument {
    /// What npm documents for a version, and what its clients read beyond that to choose one for a platform.
    private static let fields: Set<String> = [
        "name", "version", "deprecated", "dependencies", "optionalDependencies", "devDependencies",
        "bundleDependencies", "bundledDependencies", "peerDependencies", "peerDependenciesMeta", "acceptDependencies",
        "bin", "directories", "engines", "os", "cpu", "libc", "_hasShrinkwrap",
    ]

    /// Renders the short form, with tarballs addressed below `base` as in `TarballURLs.rewrite`.
    package static func render(_ packument: Packument, base: String) -> [UInt8] {
        var writer = JSONWriter(capacity: packument.bytes.count / 2)
        writer.beginObject()
        writer.key("name")
        writer.string(packument.name.string)
        if let modified = packument.times.first(where: { $0.name == "modified" })?.value {
            writer.key("modified")
            writer.raw(packument.bytes, modified)
        }
        writeTags(packument, &writer)
        writer.key("versions")
        writer.beginObject()
        for version in packument.versions { write(version, packument, base, &writer) }
        writer.endObject()
        writer.endObject()
        return writer.finish()
    }

    private static func writeTags(_ packument: Packument, _ writer: inout JSONWriter) {
        writer.key("dist-tags")
        writer.beginObject()
        for tag in packument.tags {
            writer.key(tag.tag)
            writer.string(tag.version)
        }
        writer.endObject()
    }

    private static func write(
        _ version: PackumentVersion,
        _ packument: Packument,
        _ base: String,
        _ writer: inout JSONWriter
    ) {
        guard let members = packument.members(of: version) else { return }
        writer.key(version.version)
        writer.beginObject()
        for member in members where fields.contains(member.name) {
            writer.key(member.name)
            writer.raw(packument.bytes, member.value)
        }
        writeDist(version, members, packument, base, &writer)
        if hasInstallScript(members, packument) {
            writer.key("hasInstallScript")
            writer.bool(true)
        }
        writer.endObject()
    }

    /// Copies `dist` with the tarball's address rewritten, or as it is where that address names no safe file.
    private static func writeDist(
        _ version: PackumentVersion,
        _ members: [MemberSpan],
        _ packument: Packument,
        _ base: String,
        _ writer: inout JSONWriter
    ) {
        guard let own = members.first(where: { $0.name == "dist" }) else { return }
        writer.key("dist")
        guard let dist = version.dist else { return writer.raw(packument.bytes, own.value) }
        writer.raw { TarballURLs.append(dist, of: packument, base: base, to: &$0) }
    }

    /// Whether installing runs something: what the registry says, else what the scripts say.
    private static func hasInstallScript(_ members: [MemberSpan], _ packument: Packument) -> Bool {
        if let said = members.first(where: { $0.name == "hasInstallScript" }) {
            return packument.bytes[said.value.lowerBound] == UInt8(ascii: "t")
        }
        let scripts = packument.entries(members.first { $0.name == "scripts" }?.value)
        return scripts.contains { ["preinstall", "install", "postinstall"].contains($0.name) && !$0.text.isEmpty }
    }
}
