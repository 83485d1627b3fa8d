import JSON

extension PackageFacts {
    /// The number that changes with the meaning of this form, so that older copies are read anew.
    static let form: Int64 = 2

    /// What is kept where there is no packument to take facts from.
    static let none = Array("{\"facts\":\(form)}".utf8)

    /// Whether bytes are of an earlier form, when less could be read: what they were made from is to be read anew.
    static func isOutdated(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return true }
        let head = Array("{\"facts\":".utf8)
        return bytes.starts(with: head) && !bytes.dropFirst(head.count).starts(with: "\(form)".utf8)
    }

    /// The facts as bytes, the same for the same facts.
    package func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("facts")
        writer.integer(Self.form)
        writer.key("name")
        writer.string(name.string)
        if !versions.isEmpty { encodeVersions(&writer) }
        writer.endObject()
        return writer.finish()
    }

    /// Reads what `encoded` wrote; `nil` for anything else, older forms included.
    package init?(decoding bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes), value["facts"]?.integerValue == Self.form,
            let name = value["name"]?.stringValue.flatMap({ try? PackageName($0) })
        else { return nil }
        let strings = value["strings"]?.texts ?? []
        let tags = value["tags"]?.objectValue ?? []
        let versions = (value["versions"]?.arrayValue ?? []).map { Version(decoding: $0, strings.count) }
        guard !versions.contains(nil) else { return nil }
        self.init(
            name: name,
            strings: strings,
            tags: Dictionary(tags.map { ($0.0, $0.1.stringValue ?? "") }) { first, _ in first },
            versions: versions.compactMap(\.self)
        )
    }

    private func encodeVersions(_ writer: inout JSONWriter) {
        writer.key("strings")
        writer.strings(strings)
        writer.key("tags")
        writer.beginObject()
        for tag in tags.keys.sorted() {
            writer.key(tag)
            writer.string(tags[tag] ?? "")
        }
        writer.endObject()
        writer.key("versions")
        writer.beginArray()
        for version in versions { version.encode(&writer) }
        writer.endArray()
    }
}

extension PackageFacts.Version {
    fileprivate func encode(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("version")
        writer.string(version)
        for (name, values) in [("os", platform?.os), ("cpu", platform?.cpu), ("libc", platform?.libc)] {
            guard let values, !values.isEmpty else { continue }
            writer.key(name)
            writer.strings(values)
        }
        for (name, list) in [("dependencies", dependencies), ("optionalDependencies", optionalDependencies)] {
            guard !list.isEmpty else { continue }
            writer.key(name)
            writer.beginArray()
            for dependency in list {
                writer.integer(dependency.package)
                writer.integer(dependency.spec)
            }
            writer.endArray()
        }
        writer.endObject()
    }

    fileprivate init?(decoding value: JSONValue, _ stringCount: Int) {
        let platform = PlatformFields(
            os: value["os"]?.texts ?? [],
            cpu: value["cpu"]?.texts ?? [],
            libc: value["libc"]?.texts ?? []
        )
        guard let version = value["version"]?.stringValue,
            let dependencies = Self.dependencies(value["dependencies"], stringCount),
            let optional = Self.dependencies(value["optionalDependencies"], stringCount)
        else { return nil }
        self.init(
            version: version,
            platform: platform.isEmpty ? nil : platform,
            dependencies: dependencies,
            optionalDependencies: optional
        )
    }

    private static func dependencies(_ value: JSONValue?, _ stringCount: Int) -> [PackageFacts.Dependency]? {
        let positions = (value?.arrayValue ?? []).compactMap { $0.integerValue.flatMap(Int.init(exactly:)) }
        guard positions.count.isMultiple(of: 2), positions.allSatisfy({ (0..<stringCount).contains($0) }) else {
            return nil
        }
        return stride(from: 0, to: positions.count, by: 2)
            .map { PackageFacts.Dependency(package: positions[$0], spec: positions[$0 + 1]) }
    }
}

extension JSONWriter {
    fileprivate mutating func strings(_ strings: [String]) {
        beginArray()
        for string in strings { self.string(string) }
        endArray()
    }
}

extension JSONValue {
    fileprivate var texts: [String] { arrayValue?.compactMap(\.stringValue) ?? [] }
}
