/// A range that npm would not read.
struct InvalidRange: Error {}

/// What a partial version means as comparators. An empty list means that any version will do.
///
/// `floor` is the prerelease part that npm gives to the lower bounds it makes: none, or `0` where prereleases count.
extension PartialVersion {
    private typealias Components = (UInt64, UInt64, UInt64)

    /// `^self`: nothing up to the first non-zero component may change.
    func caret(floor: Prerelease, rules: RangeRules) throws(InvalidRange) -> [Comparator] {
        guard let major else { return [] }
        guard major == 0, let minor else {
            return try Self.span(lowest(floor: patch == nil ? floor : .none), below: (major + 1, 0, 0))
        }
        let low = try lowest(floor: patch == nil || rules == .former ? floor : .none)
        guard minor == 0, let patch else { return try Self.span(low, below: (0, minor + 1, 0)) }
        return try Self.span(low, below: (0, 0, patch + 1))
    }

    /// `~self`: the patch may change, and the minor too where none is given.
    func tilde(floor: Prerelease, rules: RangeRules) throws(InvalidRange) -> [Comparator] {
        guard major != nil else { return [] }
        return try Self.span(lowest(floor: patch == nil && rules == .current ? floor : .none), below: ceiling)
    }

    /// `self` after an operator.
    func comparators(_ relation: Comparator.Relation, floor: Prerelease) throws(InvalidRange) -> [Comparator] {
        guard let major else { return relation == .less || relation == .greater ? [.nothing] : [] }
        if let minor, let patch { return [try Self.bound(relation, (major, minor, patch), prerelease)] }
        let start = (major, minor ?? 0, UInt64(0))
        switch relation {
        case .equal: return try Self.span(lowest(floor: floor), below: ceiling)
        case .less: return [try Self.bound(.less, start, .lowest)]
        case .lessOrEqual: return [try Self.bound(.less, ceiling, .lowest)]
        case .greater: return [try Self.bound(.greaterOrEqual, ceiling, floor)]
        case .greaterOrEqual: return [try Self.bound(.greaterOrEqual, start, floor)]
        }
    }

    /// `self - last`, with everything that agrees with `last` included.
    func through(_ last: PartialVersion, floor: Prerelease) throws(InvalidRange) -> [Comparator] {
        var found: [Comparator] = []
        if major != nil { found.append(Comparator(.greaterOrEqual, try lowest(floor: floor))) }
        guard let major = last.major else { return found }
        guard let minor = last.minor, let patch = last.patch else {
            return found + [try Self.bound(.less, last.ceiling, .lowest)]
        }
        guard !last.prerelease.isEmpty || floor.isEmpty else {
            return found + [try Self.bound(.less, (major, minor, patch + 1), .lowest)]
        }
        return found + [try Self.bound(.lessOrEqual, (major, minor, patch), last.prerelease)]
    }

    /// The first version it covers.
    private func lowest(floor: Prerelease) throws(InvalidRange) -> Semver {
        try Self.version((major ?? 0, minor ?? 0, patch ?? 0), prerelease.isEmpty ? floor : prerelease)
    }

    /// The first release above all that agree with it in major and, where given, minor.
    private var ceiling: Components {
        guard let minor else { return ((major ?? 0) + 1, 0, 0) }
        return (major ?? 0, minor + 1, 0)
    }

    private static func span(_ low: Semver, below high: Components) throws(InvalidRange) -> [Comparator] {
        [Comparator(.greaterOrEqual, low), try bound(.less, high, .lowest)]
    }

    private static func bound(
        _ relation: Comparator.Relation,
        _ components: Components,
        _ prerelease: Prerelease
    ) throws(InvalidRange) -> Comparator {
        Comparator(relation, try version(components, prerelease))
    }

    private static func version(_ parts: Components, _ prerelease: Prerelease) throws(InvalidRange) -> Semver {
        guard let version = Semver(parts.0, parts.1, parts.2, prerelease) else { throw InvalidRange() }
        return version
    }
}
