import JSON
import Trees

/// A package.json: what a project depends on, and by what it overrides what others depend on.
struct ProjectFile {
    let document: JSONSections

    func set() throws -> RequestedSet {
        var set = RequestedSet(.packageJSON)
        let optional = try document.texts(of: document.span("optionalDependencies"))
        let names = Set(optional.map(\.name))
        let sections = ["dependencies", "devDependencies"]
        for entry in try sections.flatMap({ try document.texts(of: document.span($0)) })
        where !names.contains(entry.name) {
            set.wish(entry.name, entry.text)
        }
        for entry in optional { set.wish(entry.name, entry.text, isOptional: true) }
        for entry in try peers() { set.wish(entry.name, entry.text) }
        for entry in try overrides() + resolutions() { set.wish(entry.name, entry.text) }
        return set
    }

    /// The peers that npm installs.
    private func peers() throws -> [(name: String, text: String)] {
        var optional: Set<String> = []
        try document.members(of: document.span("peerDependenciesMeta")) { name, scanner in
            let note = RawValue(document.bytes, try scanner.skipValue())
            if note.json?["optional"]?.boolValue == true { optional.insert(name) }
        }
        return try document.texts(of: document.span("peerDependencies")).filter { !optional.contains($0.name) }
    }

    /// npm's `overrides`: what is installed in place of what others ask for, however deep they say where.
    private func overrides() throws -> [(name: String, text: String)] {
        guard let span = document.span("overrides") else { return [] }
        return Self.overrides(in: RawValue(document.bytes, span).json, of: nil)
    }

    private static func overrides(in value: JSONValue?, of parent: String?) -> [(name: String, text: String)] {
        guard let members = value?.objectValue else { return [] }
        return members.flatMap { key, value in
            let name = key == "." ? parent : overridden(key)
            guard let text = value.stringValue else { return overrides(in: value, of: name) }
            // `$name` stands for what the project itself asks for.
            guard let name, !text.hasPrefix("$") else { return [] }
            return [(name, text)]
        }
    }

    /// The name in `name@range`.
    private static func overridden(_ key: String) -> String {
        (try? PackageArgument(key))?.name.string ?? key
    }

    /// yarn's `resolutions`: the last name of a path such as `a/**/b` is the package.
    private func resolutions() throws -> [(name: String, text: String)] {
        try document.texts(of: document.span("resolutions")).map { path, text in
            let parts = path.split(separator: "/")
            let scope = parts.dropLast().last.flatMap { $0.hasPrefix("@") ? "\($0)/" : nil } ?? ""
            return (Self.overridden(scope + (parts.last ?? "")), text)
        }
    }
}

extension RequestedSet {
    /// Adds what a person wrote, where it belongs: to the wishes, or to what no registry serves.
    mutating func wish(_ name: String, _ spec: String, isOptional: Bool = false) {
        if case .elsewhere(.elsewhere(let origin)) = Lookup(name, spec) {
            elsewhere.append(Elsewhere(name: name, spec: spec, origin: origin))
        } else {
            wishes.append(Wish(name: name, spec: spec, isOptional: isOptional))
        }
    }
}
