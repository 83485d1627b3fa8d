/// A path that broke one of the rules of `RelativePath` or `AbsolutePath`.
package struct PathError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with the path.
    package enum Rule: String, Sendable {
        case empty = "is empty"
        case absolute = "is absolute"
        case notAbsolute = "is not absolute"
        case emptyComponent = "has an empty component"
        case dotComponent = "has a . component"
        case parentComponent = "has a .. component"
        case backslash = "has a backslash"
        case control = "has a control character"
        case notUTF8 = "is not UTF-8"
        case longComponent = "has a component over 255 bytes"
        case longPath = "is over 4096 bytes"
        case deep = "has more than 64 components"
        case trailing = "has a component that ends in a dot or a space"
    }

    /// The path as it was given.
    package let path: String
    /// The first rule it broke.
    package let rule: Rule

    package init(path: String, rule: Rule) {
        self.path = path
        self.rule = rule
    }

    /// One line that is safe to print: control characters are escaped.
    package var description: String { "path \"\(Self.printable(path))\" \(rule.rawValue)" }

    /// `text` with control, format and bidirectional characters escaped and its length bounded.
    package static func printable(_ text: String) -> String {
        let start = escaped(text.unicodeScalars.prefix(300))
        return text.unicodeScalars.count > 300 ? start + "…" : start
    }

    /// `text` with control, format and bidirectional characters escaped, whatever its length.
    static func escaped(_ text: some Sequence<Unicode.Scalar>) -> String {
        var out = ""
        for scalar in text {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                out += "\\u{\(String(scalar.value, radix: 16))}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

extension RelativePath {
    static func brokenRule(in string: String) -> PathError.Rule? {
        let bytes = string.utf8
        if bytes.isEmpty { return .empty }
        if bytes.count > 4096 { return .longPath }
        if bytes.first == UInt8(ascii: "/") { return .absolute }
        if let rule = brokenCharacter(in: string) { return rule }
        return brokenComponent(in: bytes)
    }

    private static func brokenCharacter(in string: String) -> PathError.Rule? {
        var ascii = true
        for byte in string.utf8 {
            if byte < 0x20 || byte == 0x7F { return .control }
            if byte == UInt8(ascii: "\\") { return .backslash }
            if byte >= 0x80 { ascii = false }
        }
        if ascii { return nil }
        // C1 controls are two bytes in UTF-8.
        return string.unicodeScalars.contains { (0x80...0x9F).contains($0.value) } ? .control : nil
    }

    private static func brokenComponent(in bytes: String.UTF8View) -> PathError.Rule? {
        var components = ComponentCheck()
        for byte in bytes {
            guard byte == UInt8(ascii: "/") else {
                components.take(byte)
                continue
            }
            if let rule = components.end() { return rule }
        }
        return components.end()
    }
}

/// Judges the components of a path as their bytes pass: paths are checked by the hundred thousand.
private struct ComponentCheck {
    private var count = 0
    private var (length, dots) = (0, 0)
    private var last: UInt8 = 0

    mutating func take(_ byte: UInt8) {
        length += 1
        if byte == UInt8(ascii: ".") { dots += 1 }
        last = byte
    }

    /// Ends a component, and says what is wrong with it.
    mutating func end() -> PathError.Rule? {
        defer { (length, dots) = (0, 0) }
        count += 1
        if count > 64 { return .deep }
        if length == 0 { return .emptyComponent }
        if length <= 2, dots == length { return length == 1 ? .dotComponent : .parentComponent }
        if length > 255 { return .longComponent }
        return last == UInt8(ascii: ".") || last == UInt8(ascii: " ") ? .trailing : nil
    }
}
