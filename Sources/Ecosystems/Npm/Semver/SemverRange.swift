/// A set of versions as npm writes it in dependencies: `^1.2.3`, `1.x || >=2.5.0 <3`, `1.2 - 2.3.4`.
package struct SemverRange: Hashable, Sendable, CustomStringConvertible {
    /// Every version that is not a prerelease, `*`.
    package static let any = SemverRange(alternatives: [[]], includesPrereleases: false)

    /// The longest text read as a range; the longest that real packages carry are some hundred bytes.
    static let longestText = 8192

    private let alternatives: [[Comparator]]
    private let includesPrereleases: Bool

    private init(alternatives: [[Comparator]], includesPrereleases: Bool) {
        self.alternatives = alternatives
        self.includesPrereleases = includesPrereleases
    }

    /// Reads a range as npm's semver library does; `nil` when npm would not take it, or for more than 8192 bytes.
    ///
    /// npm reads dependencies loosely and `engines` strictly. `includingPrereleases` changes what a range covers, so it
    /// is given here: with it prereleases are versions like any other, and lower bounds made from partial versions
    /// start at the first prerelease.
    package init?(
        parsing text: String,
        loose: Bool = false,
        includingPrereleases: Bool = false,
        rules: RangeRules = .current
    ) {
        let parser = RangeParser(loose: loose, includesPrereleases: includingPrereleases, rules: rules)
        guard text.utf8.count <= Self.longestText, let alternatives = try? parser.alternatives(in: text.utf8Span.span)
        else { return nil }
        self.init(alternatives: alternatives, includesPrereleases: includingPrereleases)
    }

    /// The canonical text as npm prints it; `*` for any version.
    package var description: String {
        let text = alternatives.map { $0.map(\.description).joined(separator: " ") }.joined(separator: "||")
        return text.isEmpty ? "*" : text
    }

    /// Whether `version` is in the range.
    ///
    /// A prerelease is only if one of the comparators that hold names a prerelease of the same release.
    package func contains(_ version: Semver) -> Bool {
        alternatives.contains { comparators in
            comparators.allSatisfy { $0.contains(version) } && admits(version, comparators)
        }
    }

    /// How many conditions a version may have to be compared with.
    var weight: Int { alternatives.reduce(0) { $0 + $1.count + 1 } }

    /// The highest of `versions` that is in the range.
    package func maxSatisfying(_ versions: some Sequence<Semver>) -> Semver? {
        var highest: Semver?
        for version in versions where highest.map({ $0 < version }) ?? true {
            if contains(version) { highest = version }
        }
        return highest
    }

    private func admits(_ version: Semver, _ comparators: [Comparator]) -> Bool {
        guard version.isPrerelease, !includesPrereleases else { return true }
        return comparators.contains { $0.version.isPrerelease && $0.version.isSameRelease(as: version) }
    }
}
