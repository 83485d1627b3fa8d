package import JSON

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

    /// Makes the value from all its members.
    package init(
        version: String? = nil,
        file: String,
        state: State,
        size: Int64? = nil,
        sha512: String? = nil,
        artifacts: [String]
    ) {
        self.version = version
        self.file = file
        self.state = state
        self.size = size
        self.sha512 = sha512
        self.artifacts = artifacts
    }
}

extension PackageVersion {
    /// What is known of the file of a version.
    package enum State: String, Codable, Sendable, CaseIterable {
        /// It is there and whole.
        case present
        /// It is there and broken.
        case broken
        /// It is not there.
        case missing
    }
}
