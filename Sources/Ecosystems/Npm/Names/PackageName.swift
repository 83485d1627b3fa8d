package import Posix

/// The name of an npm package, `lodash` or `@babel/core`, that is also a safe folder in a storage.
///
/// Everything the npm registry ever let in is accepted (upper case and `!~*'()` in old names, a package called `-`),
/// and nothing else: each part consists of URL-safe ASCII, is at most 255 bytes, does not start with a dot and does not
/// end in one. Names compare by bytes.
package struct PackageName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The folder it has in a Verdaccio storage without sub-folders: the name itself, scopes being folders.
    package let path: RelativePath

    /// Checks `text`, in which a scope is separated by `/`; throws the first rule broken.
    package init(_ text: String) throws(NameError) {
        if let rule = Self.brokenRule(in: text) { throw NameError(name: text, rule: rule) }
        do {
            path = try RelativePath(text)
        } catch {
            throw NameError(name: text, rule: .character)
        }
    }

    /// The name as it stands in package.json.
    package var string: String { path.string }

    package var description: String { string }

    /// The scope with its `@`; `nil` for a package without one.
    package var scope: Substring? {
        guard string.utf8.first == UInt8(ascii: "@") else { return nil }
        return string.prefix { $0 != "/" }
    }

    /// The part after the scope, with which tarball names start.
    package var baseName: String { path.lastComponent }

    /// The name as one path segment of a registry URL: the slash after a scope as `%2f`, which every registry takes.
    package var urlSegment: String {
        guard let scope else { return string }
        return "\(scope)%2f\(baseName)"
    }

    package static func < (left: PackageName, right: PackageName) -> Bool { left.path < right.path }
}
