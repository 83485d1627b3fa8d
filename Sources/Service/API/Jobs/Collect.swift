import JSON
import Jobs
package import Requests
package import Transfer

/// Reads a storage again, as far as it changed.
package struct Collect: JobArguments {
    package static let type = "collect"
    package static let members: [RequestMember] = [.flag("deep"), .flag("allow_shrink")]

    /// Whether to read every byte again instead of trusting the index.
    package var deep: Bool?
    /// Whether a storage of which more than a tenth is gone may be taken as it is.
    package var allowShrink: Bool?

    enum CodingKeys: String, CodingKey {
        case deep
        case allowShrink = "allow_shrink"
    }

    /// Reads what changed.
    package init() {}

    /// What a collect found.
    package struct Outcome: JobOutcome {
        /// Packages in the storage.
        package let packages: Int
        /// Files in the storage.
        package let files: Int
        /// What was read because it changed: packages, or files where there are no packages.
        package let packagesRead: Int
        /// Findings that are neither mended nor let be.
        package let findings: Int
        /// What a build would leave behind.
        package let leftBehind: Excerpt<LeftBehind>

        /// Whether a build would leave something behind.
        package var isPartial: Bool { leftBehind.count > 0 }

        enum CodingKeys: String, CodingKey {
            case packages, files, findings
            case packagesRead = "packages_read"
            case leftBehind = "left_behind"
        }

        /// Counts what was found.
        package init(packages: Int, files: Int, packagesRead: Int, findings: Int, leftBehind: [LeftBehind]) {
            self.packages = packages
            self.files = files
            self.packagesRead = packagesRead
            self.findings = findings
            self.leftBehind = Excerpt(of: leftBehind)
        }
    }
}
