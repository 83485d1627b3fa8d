/// A path from the root, compared by bytes.
///
/// It has no `.`, `..` or empty components. Links in it are followed.
package struct AbsolutePath: Hashable, Sendable, CustomStringConvertible {
    /// The path as text, starting with `/`.
    package let string: String

    /// Takes a path that starts with `/` and resolves `.` and `..` in it by text.
    package init(_ string: String) throws(PathError) {
        guard string.utf8.first == UInt8(ascii: "/") else { throw PathError(path: string, rule: .notAbsolute) }
        guard !string.utf8.contains(0) else { throw PathError(path: string, rule: .control) }
        var kept: [Substring] = []
        for component in string.pathComponents where component != "." {
            if component == ".." { _ = kept.popLast() } else { kept.append(component) }
        }
        self.string = "/" + kept.joined(separator: "/")
    }

    /// Takes a path that may be relative to `base`.
    package init(_ string: String, relativeTo base: AbsolutePath) throws(PathError) {
        guard !string.isEmpty else { throw PathError(path: string, rule: .empty) }
        if string.utf8.first == UInt8(ascii: "/") {
            try self.init(string)
        } else {
            try self.init("\(base.string)/\(string)")
        }
    }

    private init(unchecked string: String) { self.string = string }

    package static func == (left: AbsolutePath, right: AbsolutePath) -> Bool {
        // `String` equality is canonical equivalence: two names that differ on disk may be "equal".
        left.string.utf8.elementsEqual(right.string.utf8)
    }

    package var description: String { string }

    /// The part after the last slash; empty for the root.
    package var lastComponent: String { string.pathComponents.last.map(String.init) ?? "" }

    /// The folder that holds it; the root is its own parent.
    package var parent: AbsolutePath {
        let components = string.pathComponents.dropLast()
        return AbsolutePath(unchecked: "/" + components.joined(separator: "/"))
    }

    /// This path with a checked one beneath it.
    package func appending(_ path: RelativePath) -> AbsolutePath {
        AbsolutePath(unchecked: string == "/" ? "/\(path.string)" : "\(string)/\(path.string)")
    }

    /// This path with one literal component beneath it.
    package func appending(_ component: StaticString) -> AbsolutePath {
        AbsolutePath(unchecked: string == "/" ? "/\(component)" : "\(string)/\(component)")
    }
}

extension String {
    /// What stands between the slashes.
    ///
    /// They are found by bytes: as characters, a slash and a combining mark after it are one.
    var pathComponents: [Substring] { utf8.split(separator: UInt8(ascii: "/")).map(Substring.init) }
}
