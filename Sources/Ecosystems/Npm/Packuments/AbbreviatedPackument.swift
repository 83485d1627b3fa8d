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
        if let modified = packument.times.first(where: { $0.name == "modified" })?.value,
            RawValue(packument.bytes, modified).moment != nil
        {
            writer.key("modified")
            writer.raw(packument.bytes, modified)
        }
        writer.key("dist-tags")
        packument.writeTags(to: &writer)
        writer.key("versions")
        writer.beginObject()
        for version in packument.versions { write(version, packument, base, &writer) }
        writer.endObject()
        writer.endObject()
        return writer.finish()
    }

    private static func write(
        _ version: PackumentVersion,
        _ packument: Packument,
        _ base: String,
        _ writer: inout JSONWriter
    ) {
        guard version.problem != .notAnObject else { return }
        var object: [UInt8] = []
        TarballURLs.append(version, of: packument, base: base, to: &object)
        let members = RawValue(object, 0..<object.count).members
        writer.key(version.version)
        writer.beginObject()
        for member in members where fields.contains(member.name) {
            writer.key(member.name)
            writer.raw(object, member.value)
        }
        if let dist = members.first(where: { $0.name == "dist" }) {
            writer.key("dist")
            writer.raw(object, dist.value)
        }
        if hasInstallScript(members, object) {
            writer.key("hasInstallScript")
            writer.bool(true)
        }
        writer.endObject()
    }

    /// Whether installing runs something: what the registry says, else what the scripts say.
    private static func hasInstallScript(_ members: [MemberSpan], _ object: [UInt8]) -> Bool {
        if let said = members.first(where: { $0.name == "hasInstallScript" }) {
            return object[said.value.lowerBound] == UInt8(ascii: "t")
        }
        let scripts = members.first { $0.name == "scripts" }.map { RawValue(object, $0.value).members } ?? []
        return scripts.contains { script in
            let text = RawValue(object, script.value).string ?? ""
            return ["preinstall", "install", "postinstall"].contains(script.name) && !text.isEmpty
        }
    }
}
