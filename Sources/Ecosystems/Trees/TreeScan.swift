package import Reporting
package import Transfer

extension Step {
    /// Files are read for what is in them.
    package static let scan = Step("scan")
}

/// What a scan is to do.
package struct ScanRequest: Sendable {
    /// Whether files are read that were scanned a while ago and that nothing wrote to since.
    package var isDeep = false

    /// Scans what changed, and what was not scanned for long.
    package init() {}
}

/// What a scan found.
package struct ScannedTree: Sendable, Equatable {
    /// Packages in the tree.
    package let packages: Int
    /// Files in the tree.
    package let files: Int
    /// Files that were read.
    package let scanned: Int
    /// Their bytes.
    package let bytes: Int64
    /// What is wrong with files that cannot be used as they are; but for those that may stay, by path.
    package let broken: [Finding]
    /// Files that can be used, and whose metadata says something else than they do; likewise.
    package let drifted: [Finding]

    package init(packages: Int, files: Int, scanned: Int, bytes: Int64, broken: [Finding], drifted: [Finding]) {
        self.packages = packages
        self.files = files
        self.scanned = scanned
        self.bytes = bytes
        self.broken = broken
        self.drifted = drifted
    }
}

/// A tree whose files can be checked by what is in them.
package protocol TreeScan: Sendable {
    /// Reads files that changed or were not scanned for long, each once, for everything that can be wrong with them, and
    /// brings what is known of the tree up to date as a collect does.
    ///
    /// Runs where blocking is allowed, under the tree's lock.
    func scan(_ request: ScanRequest, reporter: Reporter) async throws -> ScannedTree
}
