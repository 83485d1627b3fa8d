/// A package with what is asked of it, as people write it on a command line: `express`, `express@^4`, `@babel/core@7`.
package struct PackageArgument: Hashable, Sendable {
    package let name: PackageName
    package let spec: PackageSpec

    /// Reads `name` or `name@spec`; any version is meant where none is given.
    package init(_ text: String) throws(SpecError) {
        let (namePart, specPart) = Self.parts(of: text)
        do {
            name = try PackageName(namePart)
        } catch {
            throw SpecError(.invalidName, text)
        }
        spec = try PackageSpec(specPart)
    }

    /// The texts before and after the `@` that is not a scope's.
    private static func parts(of text: String) -> (String, String) {
        let bytes = text.utf8
        guard let at = bytes.dropFirst().firstIndex(of: UInt8(ascii: "@")) else { return (text, "") }
        return (String(text[..<at]), String(text[bytes.index(after: at)...]))
    }
}
