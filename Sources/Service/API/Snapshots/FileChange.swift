package import JSON

/// One file in which two snapshots differ.
package struct FileChange: Codable, Hashable, Sendable {
    /// What happened to it.
    package var change: Change
    /// The path, relative to the repository.
    package var path: String
    /// The package it belongs to.
    package var package: String
    /// The version it installs; null for a document of the package.
    @Nullable package var version: String?
    /// The size in the target, or in the base once removed.
    package var size: Int64
    /// The SHA-512 in the target, or in the base once removed.
    package var sha512: String

    /// Makes the value from all its members.
    package init(
        change: Change,
        path: String,
        package: String,
        version: String? = nil,
        size: Int64,
        sha512: String
    ) {
        self.change = change
        self.path = path
        self.package = package
        self.version = version
        self.size = size
        self.sha512 = sha512
    }
}

extension FileChange {
    /// What happened to a file between two snapshots.
    package enum Change: String, Codable, Sendable, CaseIterable {
        case added, changed, removed
    }
}
