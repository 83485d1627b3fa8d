import Crypto
package import JSON
import Posix
import Transfer

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
}

extension FileChange {
    /// What happened to a file between two snapshots.
    package enum Change: String, Codable, Sendable, CaseIterable {
        case added, changed, removed
    }
}

extension FileChange {
    init(_ change: Change, _ entry: Entry) {
        self.init(
            change: change,
            path: entry.path.string,
            package: entry.package,
            version: entry.version,
            size: entry.size,
            sha512: entry.sha512.hex
        )
    }
}
