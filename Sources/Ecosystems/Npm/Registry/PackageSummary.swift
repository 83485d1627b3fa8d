import JSON
import Time

/// What lists say of a package: its latest version's manifest and when that was published.
struct PackageSummary {
    private let name: PackageName
    private let version: String
    private let manifest: JSONValue
    /// When the version was published, and when the package last changed, as the packument writes it.
    private let published: String?
    private let modified: String?

    /// Takes what `latest` names, else what npm would pick; `nil` without any version that can be read.
    init?(_ packument: Packument) {
        guard let version = Self.latest(of: packument),
            var scanner = try? JSONScanner(packument.bytes, range: version.span),
            let manifest = try? scanner.value()
        else { return nil }
        name = packument.name
        self.version = version.version
        self.manifest = manifest
        published = packument.moment(version.version)
        modified = packument.moment("modified")
    }

    /// The `package` member of a search result, as the public registry answers `/-/v1/search`.
    var searchEntry: [UInt8] {
        let links: [(String, JSONValue?)] = [
            ("homepage", manifest.text("homepage")),
            ("repository", manifest.address("repository")),
            ("bugs", manifest.address("bugs")),
        ]
        return JSONValue.members([
            ("name", .string(name.string)),
            ("scope", .string(name.scope.map { String($0.dropFirst()) } ?? "unscoped")),
            ("version", .string(version)),
            ("description", manifest.text("description")),
            ("keywords", keywords),
            ("date", (published ?? modified).map(JSONValue.string)),
            ("links", .members(links)),
            ("author", manifest["author"].flatMap(Person.init)?.asAuthor),
            ("publisher", publisher),
            ("maintainers", .array(maintainers.map(\.asUser))),
        ]).encoded()
    }

    /// The value of a member of `/-/all`, as Verdaccio answers it.
    var listEntry: [UInt8] {
        JSONValue.members([
            ("name", .string(name.string)),
            ("description", manifest.text("description")),
            ("dist-tags", ["latest": .string(version)]),
            ("maintainers", .array(maintainers.map(\.asUser))),
            ("publisher", publisher),
            ("author", manifest["author"]),
            ("repository", manifest["repository"]),
            ("readmeFilename", .string(manifest["readmeFilename"]?.stringValue ?? "")),
            ("homepage", manifest["homepage"]),
            ("keywords", manifest["keywords"]),
            ("time", .members([("modified", (modified ?? published).map(JSONValue.string))])),
            ("bugs", manifest["bugs"]),
            ("license", manifest["license"]),
            ("versions", .object([(version, .string("latest"))])),
        ]).encoded()
    }

    private static func latest(of packument: Packument) -> PackumentVersion? {
        if let version = packument.tag("latest").flatMap(packument.version) { return version }
        return ManifestPick(packument).pick(.any).flatMap(packument.version)
    }

    /// Always a list: clients split a text themselves, each in its own way.
    private var keywords: JSONValue? {
        if let list = manifest["keywords"]?.arrayValue { return .array(list.filter { $0.stringValue != nil }) }
        return manifest["keywords"]?.stringValue.map { .array([.string($0)]) }
    }

    private var maintainers: [Person] {
        let listed = manifest["maintainers"]?.arrayValue ?? manifest["author"].map { [$0] } ?? []
        return listed.compactMap(Person.init)
    }

    private var publisher: JSONValue? {
        (manifest["_npmUser"].flatMap(Person.init) ?? maintainers.first)?.asUser
    }
}

extension JSONValue {
    /// An object of the members that have a value.
    fileprivate static func members(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(members.compactMap { name, value in value.map { (name, $0) } })
    }

    fileprivate func text(_ name: String) -> JSONValue? { self[name]?.stringValue.map(JSONValue.string) }

    /// The address in a member that is one, or an object with a `url`.
    fileprivate func address(_ name: String) -> JSONValue? {
        (self[name]?.stringValue ?? self[name]?["url"]?.stringValue).map(JSONValue.string)
    }
}

extension Packument {
    /// An entry of `time` that is one: npm's client fails on a date it cannot read.
    fileprivate func moment(_ name: String) -> String? {
        times.first { $0.name == name }.flatMap { string($0.value) }.flatMap { Moment($0) == nil ? nil : $0 }
    }
}
