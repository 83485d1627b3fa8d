/// What became of the versions of one packument.
package struct OfflineReadyReport: Hashable, Sendable {
    /// How many versions are listed with their tarball.
    package internal(set) var installable = 0
    /// The versions listed without one, in document order.
    package internal(set) var metadataOnly: [String] = []
    /// How many versions were left out because their tarball is not here, which is usual.
    package internal(set) var absent = 0
    /// The versions left out because something is wrong, in document order.
    package internal(set) var dropped: [DroppedVersion] = []
    /// Files present that no listed version names, sorted.
    package internal(set) var unlisted: [TarballFileName] = []
}

/// A version that is not listed, and why.
package struct DroppedVersion: Hashable, Sendable, CustomStringConvertible {
    /// Why a version is not listed.
    package enum Reason: Hashable, Sendable {
        /// The version object itself cannot be used.
        case unusable(VersionProblem)
        /// The file of that name is not the one the version means.
        case otherTarball
        /// The file is not here.
        case noTarball
    }

    /// The version.
    package let version: String
    /// Why.
    package let reason: Reason

    /// Describes one version.
    package init(_ version: String, _ reason: Reason) {
        self.version = version
        self.reason = reason
    }

    /// A clause to follow the package's name: `1.2.3 has no dist`.
    package var description: String {
        switch reason {
        case .unusable(let problem): "\(version) \(problem)"
        case .otherTarball: "\(version) has a tarball that does not fit its integrity"
        case .noTarball: "\(version) has no tarball here"
        }
    }
}
