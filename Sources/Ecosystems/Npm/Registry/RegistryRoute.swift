/// What a path below the registry's base asks for, in the forms npm, yarn and pnpm send.
package enum RegistryRoute: Hashable, Sendable {
    /// The registry itself.
    case root
    case packument(PackageName)
    /// One version of a package: the one that a version, a tag or a range chooses.
    case manifest(PackageName, RegistrySpec)
    case tags(PackageName)
    case tarball(PackageName, TarballFileName)
    case ping
    case search
    case all

    /// Reads the segments of a path, each decoded once; a scoped name may be one segment (`%2F`) or two.
    ///
    /// Empty segments count for nothing: clients write a slash too many at the end and in between.
    package init?(_ segments: ArraySlice<String>) {
        let segments = segments.filter { !$0.isEmpty }[...]
        let ownRoute = segments.first == "-" ? Self.ownRoute(segments) : nil
        guard let route = segments.isEmpty ? .root : ownRoute ?? Self.packageRoute(segments) else { return nil }
        self = route
    }

    /// The tarball that a path ends in, whatever precedes the package's name.
    ///
    /// Lockfiles hold the paths of the registries that they were written through, and clients put our host before
    /// these; cnpm's say `download` where others have a dash. What looks like a scope is one, so that a name without its scope never stands for another package.
    package init?(endOf segments: ArraySlice<String>) {
        let segments = segments.filter { !$0.isEmpty }
        guard let marker = segments.lastIndex(where: { $0 == "-" || $0 == "download" }), marker > 0 else { return nil }
        let isScoped = marker > 1 && Self.isBareScope(segments[marker - 2])
        guard let (name, rest) = Self.name(segments[(marker - (isScoped ? 2 : 1))...]), rest.startIndex == marker,
            let file = Self.fileName(rest.dropFirst(), of: name)
        else { return nil }
        self = .tarball(name, file)
    }

    private static func ownRoute(_ segments: ArraySlice<String>) -> RegistryRoute? {
        switch segments {
        case ["-", "ping"]: .ping
        case ["-", "v1", "search"]: .search
        case ["-", "all"]: .all
        default: segments.dropFirst().first == "package" ? tags(segments.dropFirst(2)) : nil
        }
    }

    private static func tags(_ segments: ArraySlice<String>) -> RegistryRoute? {
        guard let (name, rest) = name(segments), rest == ["dist-tags"] else { return nil }
        return .tags(name)
    }

    private static func packageRoute(_ segments: ArraySlice<String>) -> RegistryRoute? {
        guard let (name, following) = name(segments) else { return nil }
        var rest = following
        guard let marker = rest.popFirst() else { return .packument(name) }
        if marker == "-" { return fileName(rest, of: name).map { .tarball(name, $0) } }
        guard rest.isEmpty, let spec = spec(marker, of: name) else { return nil }
        return .manifest(name, spec)
    }

    private static func name(_ segments: ArraySlice<String>) -> (PackageName, rest: ArraySlice<String>)? {
        var rest = segments
        guard var text = rest.popFirst() else { return nil }
        if isBareScope(text) {
            guard let base = rest.popFirst() else { return nil }
            text += "/\(base)"
        }
        return (try? PackageName(text)).map { ($0, rest) }
    }

    private static func isBareScope(_ segment: String) -> Bool {
        segment.utf8.first == UInt8(ascii: "@") && !segment.utf8.contains(UInt8(ascii: "/"))
    }

    /// What chooses a version.
    ///
    /// Below `-`, where the registry's own paths lie too, only a version does.
    private static func spec(_ text: String, of name: PackageName) -> RegistrySpec? {
        guard text.utf8.first != UInt8(ascii: "."), text.utf8.first != UInt8(ascii: "-") else { return nil }
        guard let spec = try? RegistrySpec(text) else { return nil }
        if case .version = spec.kind { return spec }
        return name.string == "-" ? nil : spec
    }

    /// The file of a tarball path; Verdaccio's own addresses of scoped packages repeat the scope before it.
    private static func fileName(_ rest: ArraySlice<String>, of name: PackageName) -> TarballFileName? {
        guard var file = rest.count == 1 ? rest.first : rest.joined(separator: "/") else { return nil }
        if let scope = name.scope, file.hasPrefix("\(scope)/") { file.removeFirst(scope.count + 1) }
        return try? TarballFileName(file)
    }
}
