import HTTPMessages
import Trees

/// An npm registry, with a path where it has one in front (Artifactory, Nexus).
extension UpstreamAddress {
    /// Where the packument of a package is: `@babel/core` becomes `@babel%2fcore`.
    func packument(_ name: PackageName) -> String { "\(self)/\(Self.escaped(name))" }

    /// Where a tarball of a package is.
    func tarball(_ file: TarballFileName, of name: PackageName) -> String {
        "\(self)/\(Self.escaped(name))/-/\(PercentEncoding.encode(file.string))"
    }

    /// As npm writes it: the `@` of a scope stays, the slash behind the scope does not.
    private static func escaped(_ name: PackageName) -> String {
        let text = name.string
        return (text.hasPrefix("@") ? "@" : "")
            + PercentEncoding.encode(String(text.drop { $0 == "@" }))
            .replacing("%2F", with: "%2f")
    }
}
