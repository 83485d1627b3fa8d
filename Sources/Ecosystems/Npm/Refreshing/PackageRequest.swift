/// A package that somebody asks for by name, with what of it: `node-gyp`, `typescript@^5`, `@babel/core@latest`.
package struct PackageRequest: Sendable, Hashable {
    package let name: PackageName
    /// Which of its versions; any, and so the latest, where nothing is said.
    package let spec: RegistrySpec

    /// Reads `name` or `name@spec`; `nil` for what is no name of a package, or asks for something outside of a registry.
    package init?(_ text: String) {
        let start = text.hasPrefix("@") ? text.index(after: text.startIndex) : text.startIndex
        let separator = text[start...].firstIndex(of: "@")
        let name = separator.map { String(text[..<$0]) } ?? text
        let wanted = separator.map { String(text[text.index(after: $0)...]) } ?? ""
        guard let name = try? PackageName(name), let spec = try? RegistrySpec(wanted) else { return nil }
        self.name = name
        self.spec = spec
    }
}
