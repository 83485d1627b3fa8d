package import Crypto

/// A package as a list shows it.
package struct CatalogPackage: Sendable, Equatable {
    package let name: String
    /// How many versions its document lists.
    package let listed: Int
    /// How many tarballs are there.
    package let files: Int
    /// The size of those files.
    package let bytes: Int64
    /// Milliseconds since 1970; 0 when nothing is known.
    package let updated: Int64
    /// Findings that are not ignored.
    package let findings: Int
}

/// A tarball as the detail of its package shows it.
package struct CatalogFile: Sendable, Equatable {
    /// How a file stands.
    package enum State: String, Sendable {
        case whole, broken, orphan
    }

    /// Its path, `<name>/<file>`.
    package let path: String
    /// `nil` when no version names it.
    package let version: String?
    package let size: Int64
    package let sha512: SHA512Digest
    package let state: State
}

/// How much one scope holds; the empty scope stands for packages without one.
package struct CatalogScope: Sendable, Equatable {
    package let scope: String
    package let packages: Int
    /// Tarballs, whole or not, and packuments.
    package let files: Int
    package let versions: Int
    /// The size of those files.
    package let bytes: Int64
}
