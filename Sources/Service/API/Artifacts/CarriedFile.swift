import Crypto
package import JSON
import Posix
package import Transfer

/// One file that an artifact carries.
package struct CarriedFile: Codable, Hashable, Sendable {
    /// The path, relative to the repository.
    package var path: String
    /// Whether the base had it with other content: `add`, `replace`.
    package var op: Manifest.Operation
    /// The package it belongs to.
    package var package: String
    /// The version it installs; null for a document of the package.
    @Nullable package var version: String?
    package var size: Int64
    /// The SHA-512 in hexadecimal.
    package var sha512: String
}

extension CarriedFile {
    /// Shows what a manifest lists.
    package init(_ file: Manifest.File) {
        self.init(
            path: file.entry.path.string,
            op: file.operation,
            package: file.entry.package,
            version: file.entry.version,
            size: file.entry.size,
            sha512: file.entry.sha512.hex
        )
    }
}
