/// A version as Semantic Versioning 2.0.0 defines it and npm reads it, without its build metadata.
///
/// Build metadata takes no part in precedence (semver 2.0.0 §10) and npm never prints it, so it is checked and dropped:
/// `1.2.3+a` and `1.2.3+b` are equal.
package struct Semver: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The largest component npm accepts: 2^53 − 1, what a JavaScript number holds exactly.
    static let largestComponent: UInt64 = 9_007_199_254_740_991

    /// `0.0.0-0`, below which there is nothing.
    static let lowest = Semver(major: 0, minor: 0, patch: 0, prerelease: .lowest)

    /// The three numbers.
    package let major: UInt64
    package let minor: UInt64
    package let patch: UInt64
    let prerelease: Prerelease

    /// A version of three components, each at most 2^53 − 1; `nil` beyond that.
    init?(_ major: UInt64, _ minor: UInt64, _ patch: UInt64, _ prerelease: Prerelease) {
        guard max(major, minor, patch) <= Self.largestComponent else { return nil }
        self.init(major: major, minor: minor, patch: patch, prerelease: prerelease)
    }

    private init(major: UInt64, minor: UInt64, patch: UInt64, prerelease: Prerelease) {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.prerelease = prerelease
    }

    /// Whether it carries a prerelease part, as `1.0.0-rc.1` does.
    package var isPrerelease: Bool { !prerelease.isEmpty }

    /// The canonical text: `major.minor.patch` and, if there is one, `-prerelease`.
    package var description: String {
        let release = "\(major).\(minor).\(patch)"
        return isPrerelease ? "\(release)-\(prerelease)" : release
    }

    /// Precedence by semver 2.0.0 §11.
    package static func < (left: Semver, right: Semver) -> Bool {
        if left.major != right.major { return left.major < right.major }
        if left.minor != right.minor { return left.minor < right.minor }
        if left.patch != right.patch { return left.patch < right.patch }
        return left.prerelease < right.prerelease
    }

    /// Whether both have the same three components, whatever their prerelease parts.
    func isSameRelease(as other: Semver) -> Bool {
        major == other.major && minor == other.minor && patch == other.patch
    }
}
