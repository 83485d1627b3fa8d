/// How much a snapshot or an artifact holds.
package struct ContentCounts: Codable, Hashable, Sendable {
    /// How many files.
    package var files: Int
    /// Their size.
    package var bytes: Int64
    /// How many packages.
    package var packages: Int
    /// How many versions.
    package var versions: Int

    /// Makes the value from all its members.
    package init(
        files: Int,
        bytes: Int64,
        packages: Int,
        versions: Int
    ) {
        self.files = files
        self.bytes = bytes
        self.packages = packages
        self.versions = versions
    }
}
