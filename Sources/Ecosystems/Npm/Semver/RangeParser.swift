/// Reads the text of a range as npm's semver library does, corner by corner.
struct RangeParser {
    let loose: Bool
    let includesPrereleases: Bool
    let rules: RangeRules

    private var floor: Prerelease { includesPrereleases ? .lowest : .none }

    /// The alternatives of a range, each a list of comparators that all must hold; an empty list takes any version.
    func alternatives(in text: Span<UInt8>) throws(InvalidRange) -> [[Comparator]] {
        var found: [[Comparator]] = []
        for part in RangeText.alternatives(of: RangeText.collapsed(text)) {
            let text = rules == .current ? RangeText.withoutBuilds(part) : part
            if let comparators = try comparators(in: text) { found.append(comparators) }
        }
        guard let first = found.first else { throw InvalidRange() }
        guard found.count > 1 else { return found }
        found.removeAll { $0 == [.nothing] }
        if found.isEmpty { return [first] }
        return found.contains([]) ? [[]] : found
    }

    /// The comparators of one alternative; `nil` when loose reading finds none in it.
    private func comparators(in text: ArraySlice<UInt8>) throws(InvalidRange) -> [Comparator]? {
        if let span = try hyphenRange(text) { return tidy(span) }
        let words = RangeText.words(of: text)
        var found: [Comparator] = []
        var takesAny = words.isEmpty
        for (index, word) in words.enumerated() {
            if let comparators = try comparators(word: word) {
                found += comparators
                // npm joins what it read with spaces and splits it again: an empty result survives only at an end.
                takesAny = takesAny || (comparators.isEmpty && (index == 0 || index == words.count - 1))
            } else if !loose {
                throw InvalidRange()
            }
        }
        return takesAny || !found.isEmpty ? tidy(found) : nil
    }

    private func hyphenRange(_ text: ArraySlice<UInt8>) throws(InvalidRange) -> [Comparator]? {
        guard let (left, right) = RangeText.hyphenSides(of: text),
            let first = PartialVersion(left.span, loose: loose),
            let last = PartialVersion(right.span, loose: loose)
        else { return nil }
        // npm rewrites a last version with a prerelease, and where prereleases count any: what stood before it is gone.
        let isRewritten = !last.prerelease.isEmpty || includesPrereleases
        guard isReadable(first), isReadable(last) || isRewritten else { throw InvalidRange() }
        return try first.through(last, floor: floor)
    }

    /// The comparators of one word; `nil` when it is none.
    private func comparators(word: ArraySlice<UInt8>) throws(InvalidRange) -> [Comparator]? {
        switch word.first {
        case UInt8(ascii: "^"):
            let version = word.dropFirst()
            return try PartialVersion(version.span, loose: loose)?.caret(floor: floor, rules: rules)
        case UInt8(ascii: "~"):
            let rest = word.dropFirst()
            let version = rest.first == UInt8(ascii: ">") ? rest.dropFirst() : rest
            return try PartialVersion(version.span, loose: loose)?.tilde(floor: floor, rules: rules)
        default:
            return try plainComparators(word)
        }
    }

    private func plainComparators(_ word: ArraySlice<UInt8>) throws(InvalidRange) -> [Comparator]? {
        let (relation, rest) = Self.relation(of: word)
        if let version = PartialVersion(rest.span, loose: loose), version.isOrdered || rules == .former {
            return isReadable(version) ? try version.comparators(relation, floor: floor) : nil
        }
        return try starless(word)
    }

    /// npm drops the first `*`, with an operator before it, from a word it cannot read, and tries once more.
    private func starless(_ word: ArraySlice<UInt8>) throws(InvalidRange) -> [Comparator]? {
        guard let star = word.firstIndex(of: UInt8(ascii: "*")) else { return nil }
        var start = star
        if start > word.startIndex, word[start - 1] == UInt8(ascii: "=") { start -= 1 }
        if start > word.startIndex, word[start - 1].isAngle { start -= 1 }
        let (relation, rest) = Self.relation(of: word[..<start] + word[(star + 1)...])
        guard let version = PartialVersion(rest.span, loose: loose), version.patch != nil else { return nil }
        return isReadable(version) ? try version.comparators(relation, floor: floor) : nil
    }

    /// Strict reading takes no more than one `v` before a whole version, but anything before an open one.
    private func isReadable(_ version: PartialVersion) -> Bool {
        loose || version.isPlain || version.patch == nil
    }

    /// The operator at the start of a word, and what follows it.
    private static func relation(of word: ArraySlice<UInt8>) -> (Comparator.Relation, ArraySlice<UInt8>) {
        guard let first = word.first else { return (.equal, word) }
        let angle = first.isAngle
        let rest = angle ? word.dropFirst() : word
        let equal = rest.first == UInt8(ascii: "=")
        let version = equal ? rest.dropFirst() : rest
        guard angle else { return (.equal, version) }
        if first == UInt8(ascii: "<") { return (equal ? .lessOrEqual : .less, version) }
        return (equal ? .greaterOrEqual : .greater, version)
    }

    /// Without repeats and without what is always true; what nothing fulfils stands alone.
    private func tidy(_ comparators: [Comparator]) -> [Comparator] {
        if comparators.contains(.nothing) { return [.nothing] }
        var kept: [Comparator] = []
        for comparator in comparators
        where !comparator.isAlwaysTrue(includingPrereleases: includesPrereleases) && !kept.contains(comparator) {
            kept.append(comparator)
        }
        return kept
    }
}
