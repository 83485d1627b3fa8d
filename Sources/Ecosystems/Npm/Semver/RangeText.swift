/// How npm cuts the text of a range before it reads versions in it.
enum RangeText {
    private static let space = UInt8(ascii: " ")
    private static let plus = UInt8(ascii: "+")

    /// `text` without blanks at its ends and with single spaces inside.
    static func collapsed(_ text: Span<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        for index in text.indices {
            if !text[index].isBlank {
                out.append(text[index])
            } else if let last = out.last, last != space {
                out.append(space)
            }
        }
        if out.last == space { out.removeLast() }
        return out
    }

    /// The parts between `||`, each without spaces at its ends.
    static func alternatives(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        var at = 0
        while at + 1 < text.count {
            if text[at] == UInt8(ascii: "|"), text[at + 1] == UInt8(ascii: "|") {
                parts.append(trimmed(text[start..<at]))
                at += 2
                start = at
            } else {
                at += 1
            }
        }
        return parts + [trimmed(text[start...])]
    }

    /// Without build metadata, `+` and the identifiers behind it, wherever it stands.
    static func withoutBuilds(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard text.contains(plus) else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var at = text.startIndex
        while at < text.endIndex {
            if let end = endOfBuild(text, at) {
                at = end
            } else {
                out.append(text[at])
                at += 1
            }
        }
        return out[...]
    }

    /// Where build metadata that starts at `start` ends; `nil` if none starts there.
    private static func endOfBuild(_ text: ArraySlice<UInt8>, _ start: Int) -> Int? {
        guard text[start] == plus else { return nil }
        var end: Int?
        var at = start + 1
        while let after = endOfIdentifier(text, at) {
            end = after
            guard after < text.endIndex, text[after] == UInt8(ascii: ".") else { break }
            at = after + 1
        }
        return end
    }

    /// The end of an identifier of at least one byte at `start`.
    private static func endOfIdentifier(_ text: ArraySlice<UInt8>, _ start: Int) -> Int? {
        let end = text[start...].firstIndex { !$0.isIdentifierByte } ?? text.endIndex
        return end > start ? end : nil
    }

    /// The two sides of the first ` - `.
    static func hyphenSides(of text: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
        guard text.count > 4 else { return nil }
        for at in text.indices.dropFirst().dropLast(2)
        where text[at] == UInt8(ascii: "-") && text[at - 1] == space && text[at + 1] == space {
            return (text[..<(at - 1)], text[(at + 2)...])
        }
        return nil
    }

    /// The words of one alternative, operators joined to the versions that follow them.
    static func words(of text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        joiningPrefixes(joiningOperators(text)).split(separator: space)
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = text.first == space ? text.startIndex + 1 : text.startIndex
        let end = text.endIndex > start && text.last == space ? text.endIndex - 1 : text.endIndex
        return text[start..<end]
    }

    /// Closes the gap in `>= 1.2.3` and `> =1.2.3`; where no version follows it, as in `> = 1.2.3`, it stays.
    private static func joiningOperators(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var at = text.startIndex
        while at < text.endIndex {
            let (gap, end, isVersion) = comparatorStart(text, at)
            // No start fails before `end - 1` either, so that hostile text costs linear time.
            let next = isVersion ? endOfWord(text, from: end) : max(at + 1, end - 1)
            if isVersion, let gap {
                out += text[at..<gap]
                out += text[(gap + 1)..<next]
            } else {
                out += text[at..<next]
            }
            at = next
        }
        return out
    }

    /// Looks for space, operator, gap, version prefixes and the start of a version at `start`; says where that ended.
    private static func comparatorStart(
        _ text: ArraySlice<UInt8>,
        _ start: Int
    ) -> (gap: Int?, end: Int, isVersion: Bool) {
        var at = start
        func skip(_ matches: (UInt8) -> Bool) -> Bool {
            guard at < text.endIndex, matches(text[at]) else { return false }
            at += 1
            return true
        }
        _ = skip { $0 == space }
        _ = skip(\.isAngle)
        _ = skip { $0 == UInt8(ascii: "=") }
        let gap = skip { $0 == space } ? at - 1 : nil
        while skip(\.isVersionPrefix) {}
        return (gap, at, at < text.endIndex && (text[at].isDigit || text[at].isOpenComponent))
    }

    private static func endOfWord(_ text: ArraySlice<UInt8>, from start: Int) -> Int {
        text[start...].firstIndex { $0 == space || $0.isAngle || $0 == UInt8(ascii: "=") } ?? text.endIndex
    }

    /// `~ 1.2`, `~> 1.2` and `^ 1.2` as `~1.2` and `^1.2`.
    private static func joiningPrefixes(_ text: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var at = 0
        while at < text.count {
            out.append(text[at])
            at += 1 + gapAfterPrefix(text, at)
        }
        return out
    }

    /// How many bytes to drop after the one at `at`: the gap after `~` or `^`, with the `>` of `~>`.
    private static func gapAfterPrefix(_ text: [UInt8], _ at: Int) -> Int {
        guard text[at] == UInt8(ascii: "~") || text[at] == UInt8(ascii: "^"), at + 1 < text.count else { return 0 }
        if text[at + 1] == space { return 1 }
        guard text[at] == UInt8(ascii: "~"), text[at + 1] == UInt8(ascii: ">"), at + 2 < text.count else { return 0 }
        return text[at + 2] == space ? 2 : 0
    }
}
