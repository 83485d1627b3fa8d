/// What a path below the registry's base asks for, in the forms npm, yarn and pnpm send.
package enum RegistryRoute: Hashable, Sendable {
    case packument(PackageName)
    case tarball(PackageName, TarballFileName)
    case ping
    case search
    case all

    /// Reads the segments of a path, each decoded once; a scoped name may be one segment (`%2F`) or two.
    package init?(_ segments: ArraySlice<String>) {
        let ownRoute = segments.first == "-" ? Self.ownRoute(segments) : nil
        guard let route = ownRoute ?? Self.packageRoute(segments) else { return nil }
        self = route
    }

    private static func ownRoute(_ segments: ArraySlice<String>) -> RegistryRoute? {
        switch segments {
        case ["-", "ping"]: .ping
        case ["-", "v1", "search"]: .search
        case ["-", "all"]: .all
        default: nil
        }
    }

    private static func packageRoute(_ segments: ArraySlice<String>) -> RegistryRoute? {
        var rest = segments
        guard var text = rest.popFirst() else { return nil }
        if text.utf8.first == UInt8(ascii: "@"), !text.utf8.contains(UInt8(ascii: "/")) {
            guard let base = rest.popFirst() else { return nil }
            text += "/\(base)"
        }
        guard let name = try? PackageName(text) else { return nil }
        guard let marker = rest.popFirst() else { return .packument(name) }
        guard marker == "-" else { return nil }
        return fileName(rest, of: name).map { .tarball(name, $0) }
    }

    /// The file of a tarball path; Verdaccio's own addresses of scoped packages repeat the scope before it.
    private static func fileName(_ rest: ArraySlice<String>, of name: PackageName) -> TarballFileName? {
        guard var file = rest.count == 1 ? rest.first : rest.joined(separator: "/") else { return nil }
        if let scope = name.scope, file.hasPrefix("\(scope)/") { file.removeFirst(scope.count + 1) }
        return try? TarballFileName(file)
    }
}
