package import JSON
package import Time

/// How much one repository holds.
package struct RepositoryTotals: Codable, Hashable, Sendable {
    /// The name.
    package var name: String
    /// The type: `npm`.
    package var type: String
    /// Where its tree lies on the server.
    package var path: String
    /// How much it holds: what is carried, as it lies on disk, and nothing else.
    package var counts: ContentCounts
    /// How many open findings it has.
    package var findings: Int
    /// The same by scope, the packages without one first.
    package var scopes: [ScopeTotals]
    /// When it was last read; null before the first time.
    @Nullable package var collected: Moment?

    /// Makes the value from all its members.
    package init(
        name: String,
        type: String,
        path: String,
        counts: ContentCounts,
        findings: Int,
        scopes: [ScopeTotals],
        collected: Moment? = nil
    ) {
        self.name = name
        self.type = type
        self.path = path
        self.counts = counts
        self.findings = findings
        self.scopes = scopes
        self.collected = collected
    }
}

extension RepositoryTotals {
    /// How much the packages of one scope hold.
    package struct ScopeTotals: Codable, Hashable, Sendable {
        /// The scope with its `@`; empty for packages without one.
        package let scope: String
        /// How many packages it has.
        package let packages: Int
        /// The size of their files.
        package let bytes: Int64

        /// Makes the value from all its members.
        package init(scope: String, packages: Int, bytes: Int64) {
            self.scope = scope
            self.packages = packages
            self.bytes = bytes
        }
    }
}
