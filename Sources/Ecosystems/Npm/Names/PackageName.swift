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

    /// Takes back the path of what was a name, and was nowhere but in this program's own hands since.
    init(packed path: RelativePath) { self.path = path }

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

extension PackageName {
    /// Names that stand for something else wherever packages lie: npm refuses them too.
    private static let reserved = ["node_modules", "favicon.ico"]

    static func brokenRule(in text: String) -> NameError.Rule? {
        let bytes = text.utf8
        if bytes.isEmpty { return .empty }
        guard bytes.first == UInt8(ascii: "@") else {
            if bytes.first == UInt8(ascii: "_") { return .underscore }
            if reserved.contains(text.lowercased()) { return .reserved }
            return brokenRule(inPart: bytes[...])
        }
        let parts = bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2 else { return .shape }
        return brokenRule(inPart: parts[0]) ?? brokenRule(inPart: parts[1])
    }

    private static func brokenRule(inPart part: Substring.UTF8View) -> NameError.Rule? {
        guard let first = part.first, let last = part.last else { return .shape }
        if part.count > 255 { return .long }
        if !part.allSatisfy(\.isNameByte) { return part.contains(UInt8(ascii: "/")) ? .shape : .character }
        if first == UInt8(ascii: ".") { return .hidden }
        return last == UInt8(ascii: ".") ? .trailingDot : nil
    }
}

extension UInt8 {
    /// The bytes that a URL needs no escape for (ECMA-262, `encodeURIComponent`), npm's measure for names and tags.
    var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "~"),
            UInt8(ascii: "*"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"):
            true
        default: false
        }
    }
}

/// A package or tarball name that broke a rule.
package struct NameError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with the name.
    package enum Rule: String, Sendable, CaseIterable {
        case empty = "is empty"
        case long = "has a part over 255 bytes"
        case character = "has a character other than letters, digits and -_.!~*'()"
        case hidden = "starts with a dot"
        case underscore = "starts with an underscore"
        case trailingDot = "has a part that ends in a dot"
        case shape = "is neither name nor @scope/name"
        case reserved = "is reserved"
        case notTarball = "is no single visible name that a tarball may have"
    }

    /// The name as it was given.
    package let name: String
    /// The first rule it broke.
    package let rule: Rule

    package init(name: String, rule: Rule) {
        self.name = name
        self.rule = rule
    }

    /// One line that is safe to print.
    package var description: String { "name \"\(PathError.printable(name))\" \(rule.rawValue)" }
}
