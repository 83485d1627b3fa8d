import JSON
import Jobs
package import Requests
package import Transfer

/// Reads the files of a storage for everything that can be wrong with them.
package struct BrokenScan: JobArguments {
    package static let type = "broken-scan"
    /// Another word for the type in `POST /jobs/…`.
    package static let path = "broken-rescan"
    package static let members: [RequestMember] = [
        .flag("repair"), .flag("deep"), .flag("allow_shrink"), .flag("dry_run"),
    ]

    /// Whether what is broken is fetched again afterwards.
    package var repair: Bool?
    /// Whether files are read that were scanned a while ago and that nothing wrote to since.
    package var deep: Bool?
    /// Whether a storage of which more than a tenth is gone may be taken as it is.
    package var allowShrink: Bool?

    /// Whether to say what a repair would fetch, and to fetch nothing.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case repair, deep
        case allowShrink = "allow_shrink"
        case dryRun = "dry_run"
    }

    /// Scans what changed, and what was not scanned for long.
    package init() {}

    /// What a scan found.
    package struct Outcome: JobOutcome {
        /// Whether nothing was fetched, because that was asked for.
        package let dryRun: Bool
        /// Packages in the storage.
        package let packages: Int
        /// Files in the storage.
        package let files: Int
        /// Files that were read.
        package let scanned: Int
        /// Files that were not: scanned before, and not written to since.
        package let skipped: Int
        /// Bytes that were read.
        package let bytes: Int64
        /// Files that cannot be used as they are; of those that a repair cured none.
        package let broken: Excerpt<BrokenFile>
        /// What a repair afterwards came to; absent where none was asked for.
        package let repair: FindingRepair.Outcome?
        /// Files that can be used, and whose metadata says something else than they do.
        package let drifted: Excerpt<BrokenFile>

        /// Whether something is broken.
        package var isPartial: Bool { broken.count > 0 }

        enum CodingKeys: String, CodingKey {
            case packages, files, scanned, skipped, bytes, broken, repair, drifted
            case dryRun = "dry_run"
        }

        /// Counts what was found.
        package init(
            packages: Int,
            files: Int,
            scanned: Int,
            bytes: Int64,
            broken: [BrokenFile],
            drifted: [BrokenFile],
            repair: FindingRepair.Outcome? = nil,
            dryRun: Bool = false
        ) {
            self.dryRun = dryRun
            self.packages = packages
            self.files = files
            self.scanned = scanned
            skipped = max(0, files - scanned)
            self.bytes = bytes
            self.broken = Excerpt(of: broken)
            self.drifted = Excerpt(of: drifted)
            self.repair = repair
        }
    }
}

/// What is wrong with one file, in a sentence.
package struct BrokenFile: Codable, Hashable, Sendable {
    /// The number of the finding.
    package let id: String
    /// The file, relative to the repository.
    package let path: String
    /// What is wrong, in a word of the repository's type.
    package let kind: String
    /// What was seen, as a clause to follow the path.
    package let detail: String

    /// Shows a finding, or what is said of it now.
    package init(_ finding: Transfer.Finding, saying detail: String? = nil) {
        id = finding.id.map(String.init) ?? ""
        path = finding.shownPath
        kind = finding.kind.rawValue
        self.detail = detail ?? finding.detail
    }
}
