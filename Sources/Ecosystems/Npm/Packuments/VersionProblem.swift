/// Why a single version of a packument cannot be offered.
package enum VersionProblem: String, Hashable, Sendable, CaseIterable {
    case notAnObject = "is not an object"
    case notSemver = "is not a version that npm can read"
    case foreignName = "names another package"
    case foreignVersion = "names another version"
    case noDist = "has no dist"
    case noTarball = "has no usable tarball address"
    case noDigest = "has no digest to check its tarball by"

    /// The same as the raw value, to follow the version in a sentence.
    package var description: String { rawValue }
}

extension VersionProblem: CustomStringConvertible {}
