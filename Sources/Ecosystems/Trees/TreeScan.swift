package import Reporting
package import Time
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

    /// Throws where nothing is configured from which files could be fetched again.
    func requireUpstream() throws

    /// What `repair` would take: what is broken, or of that what `findings` number.
    func repairable(_ findings: Set<Int64>?) async throws -> [Finding]

    /// Mends what is broken, or of that what `findings` number: moves the bytes into the quarantine of `folder`, has the
    /// file fetched again, and checks it. Nothing that proves to be whole is touched.
    ///
    /// Runs where blocking is allowed, under the tree's lock. Throws when nothing can be mended here; what single files
    /// fail of is in the result.
    func repair(_ findings: Set<Int64>?, in folder: RepositoryFolder, reporter: Reporter) async throws -> RepairedTree

    /// Deletes what was moved into the quarantine of `folder` before a moment, but for the bytes of files that are not
    /// mended yet, since nobody else may have them. A dry run says the same and deletes nothing.
    ///
    /// Runs where blocking is allowed, under the tree's lock.
    func pruneQuarantine(
        of folder: RepositoryFolder,
        before moment: Moment,
        isDryRun: Bool
    ) async throws -> PrunedPart
}

extension Step {
    /// Broken files are moved away, fetched again and checked.
    package static let repair = Step("repair")
}

/// What became of a finding that was to be mended.
package struct Repair: Sendable, Equatable {
    /// As it was found.
    package let finding: Finding
    /// What became of it and what is to be done, as a clause to follow the path.
    package let detail: String

    package init(_ finding: Finding, _ detail: String) {
        self.finding = finding
        self.detail = detail
    }
}

/// What a repair came to, each part by path.
package struct RepairedTree: Sendable, Equatable {
    /// What is whole now.
    package let repaired: [Repair]
    /// What could not be mended.
    package let failed: [Repair]

    /// Sorts both by path.
    package init(repaired: [Repair], failed: [Repair]) {
        self.repaired = repaired.sorted { $0.finding.path < $1.finding.path }
        self.failed = failed.sorted { $0.finding.path < $1.finding.path }
    }
}
