import HTTPMessages

/// Where an npm registry answers: scheme, host, port, and a path where it has one in front (Artifactory, Nexus).
package struct RegistryAddress: Sendable, Hashable, CustomStringConvertible {
    /// Without a slash at the end.
    private let base: String

    /// Reads `http://host:port/path`; `nil` for what is no such address, holds a password, or has a query.
    package init?(_ text: String) {
        guard let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let host = rest.prefix { $0 != "/" }
        guard !host.isEmpty, text.utf8.count <= 2000, rest.utf8.allSatisfy(Self.isPlain), !host.contains("@") else {
            return nil
        }
        var base = scheme + rest
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
    }

    package var description: String { base }

    /// Where the packument of a package is: `@babel/core` becomes `@babel%2fcore`.
    func packument(_ name: PackageName) -> String { "\(base)/\(Self.escaped(name))" }

    /// Where a tarball of a package is.
    func tarball(_ file: TarballFileName, of name: PackageName) -> String {
        "\(base)/\(Self.escaped(name))/-/\(PercentEncoding.encode(file.string))"
    }

    /// As npm writes it: the `@` of a scope stays, the slash behind the scope does not.
    private static func escaped(_ name: PackageName) -> String {
        let text = name.string
        return (text.hasPrefix("@") ? "@" : "")
            + PercentEncoding.encode(String(text.drop { $0 == "@" }))
            .replacing("%2F", with: "%2f")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7f && !#""<>\^`{|}?#"#.utf8.contains(byte)
    }
}
