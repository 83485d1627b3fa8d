/// One condition on a version, such as `>=1.2.3`.
struct Comparator: Hashable, Sendable, CustomStringConvertible {
    /// How a version stands to the comparator's own, with the raw text npm prints.
    enum Relation: String, Sendable {
        case equal = ""
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    /// The condition nothing fulfils, npm's "null set".
    static let nothing = Comparator(.less, .lowest)

    let relation: Relation
    let version: Semver

    init(_ relation: Relation, _ version: Semver) {
        self.relation = relation
        self.version = version
    }

    var description: String { relation.rawValue + version.description }

    /// Whether every version fulfils it, so that npm leaves it out of a set: `>=0.0.0`, or `>=0.0.0-0`.
    func isAlwaysTrue(includingPrereleases: Bool) -> Bool {
        guard relation == .greaterOrEqual, version.major == 0, version.minor == 0, version.patch == 0 else {
            return false
        }
        return version.prerelease == (includingPrereleases ? .lowest : .none)
    }

    func contains(_ candidate: Semver) -> Bool {
        switch relation {
        case .equal: candidate == version
        case .less: candidate < version
        case .lessOrEqual: candidate <= version
        case .greater: candidate > version
        case .greaterOrEqual: candidate >= version
        }
    }
}
