import Crypto
package import JSON
import Posix
import Trees

/// One version of a package and the file that installs it.
package struct PackageVersion: Codable, Hashable, Sendable {
    /// The version; null for a file that is of none.
    @Nullable package var version: String?
    /// The name of its file.
    package var file: String
    /// What is known of the file.
    package var state: State
    /// The size of the file; null when there is none.
    @Nullable package var size: Int64?
    /// The SHA-512 of the file in hexadecimal; null when there is none.
    @Nullable package var sha512: String?
    /// The ids of the artifacts that carried it.
    package var artifacts: [String]
}

extension PackageVersion {
    /// What is known of the file of a version.
    package enum State: String, Codable, Sendable, CaseIterable {
        /// It is there and whole.
        case present
        /// It is there and broken.
        case broken
        /// It should be there, as the tree's own records have it, and is not.
        case missing
        /// It was never fetched: the version is known by name alone.
        case notCached = "not-cached"
    }
}

extension PackageVersion {
    init(_ file: PackageContents.File, carriedBy artifacts: [RelativePath: [String]]) {
        self.init(
            version: file.version,
            file: file.name,
            state: State(file),
            size: file.found?.size,
            sha512: file.found?.sha512.hex,
            artifacts: file.found.flatMap { artifacts[$0.path] } ?? []
        )
    }
}

extension PackageVersion.State {
    fileprivate init(_ file: PackageContents.File) {
        guard let found = file.found else {
            self = file.isRecorded ? .missing : .notCached
            return
        }
        self = found.isBroken ? .broken : .present
    }
}
