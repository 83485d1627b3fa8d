import Trees
import YAML

/// pnpm's pnpm-lock.yaml, versions 5.4 to 9: the keys of `packages` say name and version, each in its own way.
struct PnpmLock {
    private let packages: [YAMLEntry]
    /// The first number of the lockfile's version.
    private let major: Int

    init(_ bytes: [UInt8]) throws(PackageListError) {
        let document = try YAMLLock.entries(of: bytes, "pnpm-lock.yaml")
        let stated = document.first { $0.key == "lockfileVersion" }?.value.plainText ?? ""
        guard let major = stated.split(separator: ".").first.flatMap({ Int($0) }), (5...9).contains(major) else {
            throw PackageListError(
                .unknownKind,
                "pnpm-lock.yaml",
                "is of version \(stated), which is not known",
                hint: "Known are 5.4, 6 and 9: the versions of pnpm 7 to 10"
            )
        }
        self.major = major
        if case .mapping(let entries)? = document.first(where: { $0.key == "packages" })?.value.content {
            packages = entries
        } else {
            packages = []
        }
    }

    func set() throws(PackageListError) -> RequestedSet {
        var set = RequestedSet(.pnpmLock)
        for entry in packages { try take(entry, into: &set) }
        return set
    }

    private func take(_ entry: YAMLEntry, into set: inout RequestedSet) throws(PackageListError) {
        let resolution = entry.value["resolution"]
        let address = resolution?["tarball"]?.plainText.flatMap(ResolvedAddress.init)
        let (name, version) = Self.stated(entry.value) ?? identity(entry.key)
        if let origin = Self.origin(resolution, address, version) {
            set.elsewhere.append(RequestedSet.Elsewhere(name: name ?? entry.key, spec: entry.key, origin: origin))
            return
        }
        guard let name, let package = try? PackageName(name) else {
            throw YAMLLock.malformed("pnpm-lock.yaml", entry.position, "names no package")
        }
        set.pins.append(pin(package, version, entry.value, address))
    }

    private func pin(
        _ name: PackageName,
        _ version: String,
        _ value: YAMLNode,
        _ address: ResolvedAddress?
    ) -> RequestedSet.Pin {
        var pin = RequestedSet.Pin(name, version)
        if let integrity = value["resolution"]?["integrity"]?.plainText { pin.state(integrity: integrity) }
        if let address { pin.state(address: address) }
        let platform = PlatformFields(
            os: value["os"]?.plainTexts ?? [],
            cpu: value["cpu"]?.plainTexts ?? [],
            libc: value["libc"]?.plainTexts ?? []
        )
        pin.platform = platform.isEmpty ? nil : platform
        return pin
    }

    /// What an entry says itself where its key does not.
    private static func stated(_ value: YAMLNode) -> (String?, String)? {
        guard let name = value["name"]?.plainText, let version = value["version"]?.plainText else { return nil }
        return (name, version)
    }

    /// Name and version in a key: `/@a/b/1.0.0_peers` in version 5, `/@a/b@1.0.0(peers)` in 6, `@a/b@1.0.0` in 9.
    private func identity(_ key: String) -> (name: String?, version: String) {
        let bare = key.prefix { $0 != "(" }
        guard major > 8 || bare.hasPrefix("/") else { return (nil, String(bare)) }
        let text = bare.hasPrefix("/") ? bare.dropFirst() : bare
        let mark: Character = major < 6 ? "/" : "@"
        guard let at = text.lastIndex(of: mark), at > text.startIndex else { return (nil, String(text)) }
        let rest = text[text.index(after: at)...]
        return (String(text[..<at]), String(major < 6 ? rest.prefix { $0 != "_" } : rest))
    }

    /// Where it comes from, if not from a registry.
    private static func origin(
        _ resolution: YAMLNode?,
        _ address: ResolvedAddress?,
        _ version: String
    ) -> Closure.Origin? {
        if let type = resolution?["type"]?.plainText { return type == "git" ? .git : .folder }
        if resolution?["repo"] != nil { return .git }
        if let address { return address.isOfRegistry ? nil : .web }
        if resolution?["tarball"] != nil { return .file }
        return Semver(parsing: version, loose: true) == nil ? PackageSpec.origin(of: version) ?? .other : nil
    }
}
