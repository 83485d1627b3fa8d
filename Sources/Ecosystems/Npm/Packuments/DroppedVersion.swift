import Posix

/// A version that is not listed, and why.
package struct DroppedVersion: Hashable, Sendable, CustomStringConvertible {
    /// Why a version is not listed.
    package enum Reason: Hashable, Sendable, CustomStringConvertible {
        /// The version object itself cannot be used.
        case unusable(VersionProblem)
        /// The file of that name is not the one the version means.
        case otherTarball
        /// The file is not here.
        case noTarball

        /// A clause to follow the version.
        package var description: String {
            switch self {
            case .unusable(let problem): problem.description
            case .otherTarball: "has a tarball that does not fit its integrity"
            case .noTarball: "has no tarball here"
            }
        }
    }

    package let version: String
    package let reason: Reason

    package init(_ version: String, _ reason: Reason) {
        self.version = version
        self.reason = reason
    }

    /// A clause to follow the package's name: `1.2.3 has no dist`.
    package var description: String { "\(version) \(reason)" }
}

extension [DroppedVersion] {
    private static let shown = 10

    /// A clause to follow a packument's path, safe to print; `nil` when nothing was left out.
    var clause: String? {
        guard !isEmpty else { return nil }
        let named = prefix(Self.shown).map { "\(PathError.printable($0.version)) (\($0.reason))" }
        let more = count > Self.shown ? " and \(count - Self.shown) more" : ""
        return "leaves out \(named.joined(separator: ", "))\(more)"
    }
}
