import Glibc

/// A path beneath some root that is safe to join on any file system, compared by bytes.
///
/// Guaranteed by construction (docs/formats/tar.md): valid UTF-8, not empty, not absolute, no `.`, `..` or empty
/// component, no backslash, no control character, no component over 255 bytes or ending in a dot or a space, at most
/// 4096 bytes and 64 components.
package struct RelativePath: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The path as text, components separated by `/`.
    package let string: String

    /// Checks `string` against the rules; throws the first one broken.
    package init(_ string: String) throws(PathError) {
        if let rule = Self.brokenRule(in: string) { throw PathError(path: string, rule: rule) }
        self.string = string
    }

    /// Checks raw bytes, which must be UTF-8.
    package init(bytes: some Sequence<UInt8>) throws(PathError) {
        let bytes = Array(bytes)
        guard let string = String(validating: bytes, as: UTF8.self) else {
            throw PathError(path: String(decoding: bytes, as: UTF8.self), rule: .notUTF8)
        }
        try self.init(string)
    }

    private init(unchecked string: String) { self.string = string }

    /// Takes back what was the text of a path, and was nowhere but in this program's own hands since.
    package init(packed string: String) { self.string = string }

    package var description: String { string }

    /// The parts between the slashes, in order.
    package var components: [Substring] { string.pathComponents }

    /// The part after the last slash.
    package var lastComponent: String {
        guard let slash = string.utf8.lastIndex(of: UInt8(ascii: "/")) else { return string }
        return String(string[string.utf8.index(after: slash)...])
    }

    /// What comes before the last slash; `nil` for a single component.
    package var parent: RelativePath? {
        guard let slash = string.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        return RelativePath(unchecked: String(string[..<slash]))
    }

    /// This path with another one beneath it.
    package func appending(_ other: RelativePath) throws(PathError) -> RelativePath {
        try RelativePath("\(string)/\(other.string)")
    }

    /// This path with further text beneath it, which is checked.
    package func appending(_ text: String) throws(PathError) -> RelativePath { try RelativePath("\(string)/\(text)") }

    /// The path below `prefix`; `nil` when this path does not lie beneath it.
    package func dropping(prefix: RelativePath) -> RelativePath? {
        let lead = prefix.string.utf8
        let own = string.utf8
        guard own.count > lead.count + 1, own.starts(with: lead) else { return nil }
        let slash = own.index(own.startIndex, offsetBy: lead.count)
        guard own[slash] == UInt8(ascii: "/") else { return nil }
        return RelativePath(unchecked: String(string[own.index(after: slash)...]))
    }

    package static func == (left: RelativePath, right: RelativePath) -> Bool {
        // `String` equality is canonical equivalence: two names that differ on disk may be "equal".
        left.string == right.string && left.string.utf8.elementsEqual(right.string.utf8)
    }

    package static func < (left: RelativePath, right: RelativePath) -> Bool { bytesPrecede(left.string, right.string) }

    /// Whether `left` sorts before `right` by bytes, the order of every list in Packferry's formats.
    package static func bytesPrecede(_ left: String, _ right: String) -> Bool {
        let fast = left.utf8.withContiguousStorageIfAvailable { a in
            right.utf8.withContiguousStorageIfAvailable { b -> Bool in
                guard let first = a.baseAddress, let second = b.baseAddress else { return a.count < b.count }
                let order = memcmp(first, second, min(a.count, b.count))
                return order == 0 ? a.count < b.count : order < 0
            }
        }
        if let decided = fast ?? nil { return decided }
        return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
