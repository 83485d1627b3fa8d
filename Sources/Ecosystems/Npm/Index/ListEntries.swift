/// A package as a list shows it.
package struct PackageTotals: Sendable, Equatable {
    package let name: PackageName
    /// How many versions its document lists.
    package let listed: Int
    /// How many tarballs are there.
    package let files: Int
    /// The size of those files.
    package let bytes: Int64
    /// Milliseconds since 1970; 0 when nothing is known.
    package let updated: Int64
    /// Findings that are open.
    package let findings: Int
}

/// How much one scope holds; the empty scope stands for packages without one.
package struct ScopeTotals: Sendable, Equatable {
    package let scope: String
    package let packages: Int
    /// Tarballs, whole or not, and packuments.
    package let files: Int
    package let versions: Int
    /// The size of those files.
    package let bytes: Int64
}
