import Crypto
import JSON
import Npm
import Testing

/// One package at an offline site: its document, its files, and what is remembered.
struct FarSide {
    var bytes: [UInt8]?
    var record = PackumentRecord()
    var tarballs: [TarballFileName: LocalTarball] = [:]
    var held: Set<TarballFileName> = []
    let name: PackageName

    init(_ name: String = "demo") throws { self.name = try PackageName(name) }

    /// Places tarballs that an archive brought.
    mutating func place(_ versions: String...) throws {
        for version in versions { try put(version, content: "\(name)@\(version)", owner: .source) }
    }

    /// Puts one tarball into the folder.
    mutating func put(_ version: String, content: String, owner: LocalTarball.Owner) throws {
        let file = try PackumentFixture.file("\(name)-\(version).tgz")
        tarballs[file] = LocalTarball(PackumentFixture.digests(content), owner: owner)
    }

    /// Merges a document and remembers the outcome; `nil` merges with the files alone.
    @discardableResult
    mutating func merge(
        _ document: [UInt8]?,
        _ scope: IncomingPackument.Scope = .regular,
        _ sequence: Int64 = 0
    ) throws -> MergedPackument {
        let incoming = try document.map {
            IncomingPackument(try Packument(scanning: $0, expecting: name), scope: scope, sequence: sequence)
        }
        let merged = PackumentMerge.merge(
            name,
            local: try packument,
            incoming: incoming,
            record: record,
            tarballs: tarballs,
            held: held
        )
        bytes = merged.bytes
        record = try #require(PackumentRecord(JSONValue(parsing: merged.record.json.encoded())))
        #expect(record == merged.record)
        return merged
    }

    /// Publishes a version here, as Verdaccio would write it.
    mutating func publish(_ version: String, content: String, tag: String, _ extra: String = "") throws {
        try put(version, content: content, owner: .site)
        let object = PackumentFixture.object(name.string, version, content: content, extra)
        var document = try bytes.map { try JSONValue(parsing: $0) } ?? ["name": .string(name.string)]
        document.set("versions", version, try JSONValue(parsing: Array(object.utf8)))
        document.set("dist-tags", tag, .string(version))
        document.set("time", version, "2022-02-02T00:00:00.000Z")
        document.set("time", "modified", "2022-02-02T00:00:00.000Z")
        document.set("_attachments", "\(name)-\(version).tgz", ["shasum": .string(sha1(content))])
        bytes = document.encoded(layout: .indented(1))
    }

    /// Sets a tag here, as `npm dist-tag add` does.
    mutating func tag(_ tag: String, _ version: String) throws {
        var document = try JSONValue(parsing: try #require(bytes))
        document.set("dist-tags", tag, .string(version))
        bytes = document.encoded(layout: .indented(1))
    }

    var packument: Packument? {
        get throws { try bytes.map { try Packument(scanning: $0, expecting: name) } }
    }

    var versions: [String] { get throws { try packument?.versionNames ?? [] } }

    var tags: [String: String] { get throws { try packument?.tagTable ?? [:] } }

    /// What `_rev` says of the content.
    var content: String { get throws { String(try packument?.revision?.split(separator: "-").last ?? "") } }

    /// A member of a version object, as text.
    func member(_ member: String, of version: String) throws -> String? {
        guard let packument = try packument, let object = packument.version(version) else { return nil }
        return packument.member(member, of: object).flatMap(packument.string)
    }

    private func sha1(_ content: String) -> String { PackumentFixture.digests(content).sha1?.hex ?? "" }
}

extension JSONValue {
    /// Sets a member of a member, both made where they are absent.
    mutating func set(_ outer: String, _ inner: String, _ value: JSONValue) {
        var members = objectValue ?? []
        var table = self[outer]?.objectValue ?? []
        table.removeAll { $0.0 == inner }
        table.append((inner, value))
        members.removeAll { $0.0 == outer }
        members.append((outer, .object(table)))
        self = .object(members)
    }
}

/// Renders what an online side that has these tarballs would send.
func sent(
    _ versions: String...,
    latest: String? = nil,
    tags: [String: String] = [:],
    metadata: [String] = [],
    deprecated: [String: String] = [:],
    contents: [String: String] = [:],
    readme: String = "r"
) throws -> [UInt8] {
    var fixture = PackumentFixture()
    var tarballs: [TarballFileName: TarballDigests] = [:]
    for version in versions + metadata {
        let content = contents[version] ?? "demo@\(version)"
        let note = deprecated[version].map { "\"deprecated\":\"\($0)\"" } ?? ""
        let platform = metadata.contains(version) ? "\"os\":[\"darwin\"]" : "\"x\":1"
        let extra = note.isEmpty ? platform : "\(note),\(platform)"
        fixture.add(version, content: content, time: "2021-01-01T00:00:00.000Z", extra)
        guard !metadata.contains(version) else { continue }
        tarballs[try PackumentFixture.file("demo-\(version).tgz")] = PackumentFixture.digests(content)
    }
    fixture.tags = tags.map { ($0.key, $0.value) } + (latest.map { [("latest", $0)] } ?? [])
    fixture.others = [("readme", "\"\(readme)\"")]
    let rendered = OfflineReady.render(try fixture.packument(), tarballs: tarballs, metadataOnly: Set(metadata))
    return try #require(rendered.bytes)
}
